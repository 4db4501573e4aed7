import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Every TypeScript file of the program with what it imports, as paths from the root. */
const imports = new Map(
  ['src', 'adapters'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .map((name) => join(folder, name))
      .map((file) => {
        const text = readFileSync(join(root, file), 'utf8');
        const found = [...text.matchAll(/\bfrom '([^']+)'|\bimport '([^']+)'/g)].map(
          (match) => match[1] ?? match[2] ?? '',
        );
        const resolved = found.map((path) =>
          path.startsWith('.') ? relative(root, normalize(join(root, dirname(file), path))) : path,
        );
        return [file, resolved] as const;
      }),
  ),
);

/** The floor a file of `src` stands on; it may import its own floor and those below. */
function floor(file: string): number {
  if (file.startsWith('src/bot')) return 3;
  if (/^src\/(answer|guide)\//.test(file)) return 2;
  if (/^src\/(knowledge|safety|store)\/|^src\/model/.test(file)) return 1;
  return 0;
}

describe('imports run one way', () => {
  test('the core knows no adapter', () => {
    for (const [file, paths] of imports)
      if (file.startsWith('src/'))
        expect(
          paths.filter((path) => path.startsWith('adapters/')),
          file,
        ).toEqual([]);
  });

  test('within the core, no file imports from a floor above its own', () => {
    for (const [file, paths] of imports) {
      if (!file.startsWith('src/')) continue;
      const above = paths.filter((path) => path.startsWith('src/') && floor(path) > floor(file));
      expect(above, file).toEqual([]);
    }
  });

  test('answering and guiding never import each other', () => {
    for (const [file, paths] of imports) {
      const other = file.startsWith('src/answer/') ? 'src/guide/' : 'src/answer/';
      if (/^src\/(answer|guide)\//.test(file))
        expect(
          paths.filter((path) => path.startsWith(other)),
          file,
        ).toEqual([]);
    }
  });

  test('no adapter imports another', () => {
    for (const [file, paths] of imports) {
      const own = /^adapters\/(\w+)\//.exec(file)?.[1];
      if (!own) continue;
      const others = paths.filter((path) => {
        const other = /^adapters\/(\w+)\//.exec(path)?.[1];
        return other !== undefined && other !== own;
      });
      expect(others, file).toEqual([]);
    }
  });

  test('reading and rendering touch no network, file or SDK', () => {
    for (const [file, paths] of imports) {
      if (!/^adapters\/\w+\/(read|render)\.ts$/.test(file)) continue;
      const outside = paths.filter((path) => !/^(src|adapters)\/|^zod$|^node:crypto$/.test(path));
      expect(outside, file).toEqual([]);
    }
  });
});
