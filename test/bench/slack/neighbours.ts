/** How long one workspace waits while Slack asks us to wait in another. */

import { manyInstalls } from '../../../adapters/slack/installs.ts';
import { memoryKeyring } from '../../../src/safety/seal.ts';
import { openStore } from '../../../src/store/sqlite.ts';
import { openVault } from '../../../src/store/vault.ts';
import { neighbours, type Waits } from '../../slack/neighbours.ts';
import { startProgram } from '../../slack/program.ts';

/**
 * Measures it.
 *
 * @param count questions of each kind
 */
export async function beside(count: number): Promise<Waits> {
  const [store, keyring] = [openStore(':memory:'), memoryKeyring()];
  const teams = ['T0ONE', 'T0TWO'];
  const workspaces = teams.map((id) => ({ id, users: [{ id: id.replace('T', 'U') }] }));
  const program = await startProgram({ workspaces }, { oauth: true, store, keyring });
  try {
    const installs = manyInstalls(openVault('slack-installation', { store, keyring }));
    for (const team of teams)
      await installs.add({ team }, { token: program.standIn.bot(team).token });
    const [one, other] = teams.map((id) => program.standIn.user(id, id.replace('T', 'U')));
    if (!one || !other) throw new Error('The stand-in has nobody in its workspaces.');
    return await neighbours(program, { one, other }, 'What is the Local Offer for?', count);
  } finally {
    await program.stop();
  }
}
