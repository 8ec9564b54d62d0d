// Bruno's packages, loaded from the folder that check-bruno.sh installed them into; their chatter goes nowhere.
import { createRequire } from 'node:module';
import path from 'node:path';

for (const level of ['log', 'warn', 'error', 'info', 'debug']) {
  console[level] = () => {};
}

const load = createRequire(path.join(process.env.BRUNO_MODULES, 'package.json'));
export const filestore = load('@usebruno/filestore');
export const converters = load('@usebruno/converters');
