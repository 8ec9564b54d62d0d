// usage: node values.mjs write VALUES.json OUT   Bruno's stringifier writes each value, as body, header, docs and variable.
//        node values.mjs read FOLDER OUT.json    Bruno's parser reads what Curlew wrote: the same places, in the order of the file names.
import fs from 'node:fs';
import path from 'node:path';
import { filestore } from './bruno.mjs';

const yml = { format: 'yml' };
const [mode, source, target] = process.argv.slice(2);

function request(value) {
  return {
    type: 'http-request',
    name: 'value',
    seq: 1,
    request: {
      method: 'POST',
      url: 'http://127.0.0.1',
      headers: [{ name: 'X', value, enabled: true }],
      params: [],
      auth: { mode: 'basic', basic: { username: value, password: 'p' } },
      body: { mode: 'text', text: value },
      vars: { req: [{ name: 'v', value, enabled: true }], res: [] },
      docs: value
    }
  };
}

if (mode === 'write') {
  const values = JSON.parse(fs.readFileSync(source, 'utf8'));
  fs.mkdirSync(target, { recursive: true });
  values.forEach((value, place) => {
    fs.writeFileSync(path.join(target, `${String(place).padStart(5, '0')}.yml`), filestore.stringifyRequest(request(value), yml));
  });
} else {
  const read = fs.readdirSync(source).sort().map((name) => {
    try {
      const item = filestore.parseRequest(fs.readFileSync(path.join(source, name), 'utf8'), yml);
      const call = item.request;
      return [call.body.text, call.headers[0].value, call.auth.basic.username || '', call.vars.req[0].value, call.docs || ''];
    } catch (error) {
      return [String(error && error.message)];
    }
  });
  fs.writeFileSync(target, JSON.stringify(read));
}
process.exit(0);
