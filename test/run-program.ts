import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The project's root. */
export const root = join(import.meta.dirname, '..');

/** How a program ended. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/**
 * Runs a program of the project to its end, as a person or a script would.
 *
 * @param input what is typed into it; its end is the end of the input
 */
export function runProgram(
  file: string,
  args: readonly string[] = [],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, file), ...args], {
      cwd: root,
      env: { ...process.env, LOG_LEVEL: 'silent', ...env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (bytes) => {
      out += bytes;
    });
    child.stderr.on('data', (bytes) => {
      err += bytes;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
