import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

const FILE = join(import.meta.dirname, '..', '.env');

/**
 * The settings as the environment and the file `.env` beside the README give them.
 *
 * @param file read when it is there; what the environment sets, it does not change
 * @throws Error when the file is there and cannot be read
 */
export function environment(file = FILE): Readonly<Record<string, string | undefined>> {
  return existsSync(file)
    ? { ...parseEnv(readFileSync(file, 'utf8')), ...process.env }
    : process.env;
}
