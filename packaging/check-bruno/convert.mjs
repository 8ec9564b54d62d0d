// usage: node convert.mjs CORPORA OUT
// Writes every .bru and Postman collection below CORPORA as OpenCollection files below OUT, with Bruno's own packages; prints a JSON summary.
import fs from 'node:fs';
import path from 'node:path';
import { converters, filestore } from './bruno.mjs';

const [corpora, out] = process.argv.slice(2);
const yml = { format: 'yml' };
const bru = { format: 'bru' };
const summary = { files: 0, collections: 0, refused: [] };

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  summary.files += 1;
}

function attempt(what, action) {
  try {
    return action();
  } catch (error) {
    summary.refused.push(`${what}: ${String(error && error.message).split('\n')[0]}`);
    return undefined;
  }
}

function* walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(file);
    else yield file;
  }
}

// --- .bru ---

function convertBru(file) {
  const text = fs.readFileSync(file, 'utf8');
  const relative = path.relative(corpora, file);
  const target = path.join(out, relative);
  const name = path.basename(file);
  const place = path.dirname(target);
  if (name === 'collection.bru') {
    const config = path.join(path.dirname(file), 'bruno.json');
    const settings = fs.existsSync(config) ? JSON.parse(fs.readFileSync(config, 'utf8')) : { name: 'collection' };
    write(path.join(place, 'opencollection.yml'), filestore.stringifyCollection(filestore.parseCollection(text, bru), settings, yml));
  } else if (name === 'folder.bru') {
    write(path.join(place, 'folder.yml'), filestore.stringifyFolder(filestore.parseFolder(text, bru), yml));
  } else if (path.basename(path.dirname(file)) === 'environments' || name.includes('env')) {
    const environment = filestore.parseEnvironment(text, bru);
    environment.name = path.basename(file, '.bru');
    write(path.join(place, 'environments', `${environment.name}.yml`), filestore.stringifyEnvironment(environment, yml));
  } else {
    const request = filestore.parseRequest(text, bru);
    write(target.replace(/\.bru$/, '.yml'), filestore.stringifyRequest(request, yml));
  }
}

// --- Postman ---

function safe(name, taken) {
  const stem = (name || 'item').replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60) || 'item';
  let candidate = stem;
  for (let number = 2; taken.has(candidate.toLowerCase()); number += 1) candidate = `${stem}-${number}`;
  taken.add(candidate.toLowerCase());
  return candidate;
}

function writeItems(items, folder, label) {
  const taken = new Set(['folder', 'opencollection', 'environments']);
  for (const item of items || []) {
    const name = safe(item.name, taken);
    attempt(`${label}/${item.name}`, () => {
      if (item.type === 'folder') {
        const root = item.root || {};
        root.meta = { name: item.name, seq: item.seq, ...root.meta };
        write(path.join(folder, name, 'folder.yml'), filestore.stringifyFolder(root, yml));
        writeItems(item.items, path.join(folder, name), label);
      } else {
        write(path.join(folder, `${name}.yml`), filestore.stringifyRequest(item, yml));
      }
    });
  }
}

async function convertPostman(file) {
  const relative = path.relative(corpora, file);
  const data = JSON.parse(fs.readFileSync(file, 'utf8'));
  const target = path.join(out, `${relative}.d`);
  if (Array.isArray(data.values) && !data.item && !data.info) {
    const environment = converters.postmanToBrunoEnvironment(data);
    write(path.join(target, 'environments', 'environment.yml'), filestore.stringifyEnvironment(environment, yml));
    return;
  }
  if (!data.info && !data.collection && !data.requests && !data.item) return;
  const known = data.collection || data;
  // Old files name the schema by addresses of their time, which the converter does not know.
  if (known.info && Array.isArray(known.item)) {
    known.info.schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  }
  const converted = await converters.postmanToBruno(known, { useWorkers: false });
  const collection = converted.collection || converted;
  summary.collections += 1;
  write(path.join(target, 'opencollection.yml'), filestore.stringifyCollection(collection.root || {}, { name: collection.name }, yml));
  writeItems(collection.items, target, relative);
  for (const environment of collection.environments || []) {
    const name = safe(environment.name, new Set());
    write(path.join(target, 'environments', `${name}.yml`), filestore.stringifyEnvironment(environment, yml));
  }
  if (converters.brunoToOpenCollection) {
    attempt(`${relative} bundled`, () => {
      const bundle = converters.brunoToOpenCollection(collection);
      write(path.join(`${target}.bundled`, 'opencollection.json'), JSON.stringify({ ...bundle, bundled: true }));
    });
  }
}

for (const file of walk(path.join(corpora, 'bruno'))) {
  if (file.endsWith('.bru')) attempt(path.relative(corpora, file), () => convertBru(file));
}
for (const file of walk(path.join(corpora, 'postman'))) {
  if (!/\.(json|postman_collection|postman_environment)$/.test(file)) continue;
  try {
    await convertPostman(file);
  } catch (error) {
    summary.refused.push(`${path.relative(corpora, file)}: ${String(error && error.message).split('\n')[0]}`);
  }
}
process.stdout.write(JSON.stringify(summary));
process.exit(0);
