import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { sourcesPage } from '../../src/knowledge/sources-page.ts';
import { root, runProgram } from '../run-program.ts';
import { theKnowledge } from '../the-knowledge.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scripts = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  }
).scripts;
const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);

/** Runs a README command that ends by itself: what is piped in, and the script's own program. */
async function run(command: string) {
  const [, piped = '', rest = ''] = /^(?:echo '(.*)' \| )?(.*)$/.exec(command) ?? [];
  const [, script = '', given = ''] = /^npm run (?:--silent )?(\S+)(?: -- (.*))?$/.exec(rest) ?? [];
  const program = /^node (\S+)$/.exec(scripts[script] ?? '')?.[1];
  if (!program) throw new Error(`"${command}" runs no program of the package.`);
  const args = [...given.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
  return runProgram(program, args, { input: `${piped}\n` });
}

describe('the README', () => {
  test('names only commands that exist', () => {
    expect(commands.length).toBeGreaterThan(6);
    for (const command of commands) {
      const script = /npm (?:run (?:--silent )?)?([\w:]+)/.exec(command)?.[1] ?? '';
      expect([...Object.keys(scripts), 'ci'], command).toContain(script);
    }
  });

  test.each(commands.filter((command) => /ask|chat -- --json|check:knowledge/.test(command)))(
    '%s',
    async (command) => {
      const { code, out, err } = await run(command);
      expect(err).toBe('');
      expect(code).toBe(0);
      expect(out.length).toBeGreaterThan(40);
    },
    30_000,
  );

  test('lists every setting, and so does .env.example, with the default it has', () => {
    const example = readFileSync(join(root, '.env.example'), 'utf8');
    const named = [...example.matchAll(/^([A-Za-z_]+)=(.*)$/gm)];
    for (const [, name = ''] of named) expect(readme, name).toContain(`\`${name}\``);
    const config = readConfig(
      Object.fromEntries(named.map(([, name = '', value = '']) => [name, value])),
    );
    const { today: _, knowledgeDir: __, ...plain } = readConfig({});
    expect(config).toMatchObject(plain);
  });

  test('docs/sources.md is what sources.yaml says', () => {
    const page = readFileSync(join(root, 'docs', 'sources.md'), 'utf8');
    expect(page).toBe(sourcesPage(theKnowledge().sources));
  });
});
