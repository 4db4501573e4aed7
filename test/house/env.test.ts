import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { environment } from '../../adapters/env.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('settings come from the file .env, and the environment goes before it', () => {
  const file = join(folder, '.env');
  writeFileSync(file, '# a remark\nSIGNPOST_TEST=from the file\nPATH=nowhere\n');
  expect(environment(file)).toMatchObject({
    SIGNPOST_TEST: 'from the file',
    PATH: process.env.PATH,
  });
});

test('without the file the environment is all there is', () => {
  expect(environment(join(folder, 'none'))).toEqual(process.env);
});
