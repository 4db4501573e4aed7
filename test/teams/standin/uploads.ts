/**
 * A person's OneDrive, as far as a bot sees of it: a session that takes one file's bytes.
 *
 * Source: learn.microsoft.com/graph/api/driveitem-createuploadsession, "Upload bytes".
 */

import { randomUUID } from 'node:crypto';
import type { Json } from './json.ts';
import type { Reply } from './refuse.ts';
import type { Upload, World } from './world.ts';

/**
 * Opens a session for a file that a person agreed to.
 *
 * @param world the world
 * @param file its name and whose OneDrive it goes to
 * @returns what the bot is told of it
 */
export function openUpload(world: World, file: Pick<Upload, 'name' | 'of' | 'tenant'>): Json {
  const id = randomUUID();
  world.uploads.set(id, { id, ...file, bytes: Buffer.alloc(0), complete: false });
  const folder = `https://${file.tenant}-my.sharepoint.com/personal/${file.of}/Documents`;
  return {
    contentUrl: `${folder}/Applications/${encodeURIComponent(file.name)}`,
    name: file.name,
    uploadUrl: `${world.origin}/personal/${id}`,
    uniqueId: id,
    fileType: file.name.split('.').at(-1) ?? '',
  };
}

/**
 * Takes bytes of a file.
 *
 * @param world the world
 * @param id the session
 * @param bytes what came
 * @param headers which part of the file that says to be
 * @returns OneDrive's answer
 */
export function takeBytes(
  world: World,
  id: string,
  bytes: Buffer,
  headers: { authorization?: string | undefined; range?: string | undefined },
): Reply {
  const upload = world.uploads.get(id);
  const no = (status: number, code: string) => ({ status, body: { error: { code } } });
  // The address is the permission: a token besides makes it refuse.
  if (headers.authorization !== undefined) return no(401, 'unauthenticated');
  if (upload === undefined) return no(404, 'itemNotFound');
  const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.range ?? '') ?? [];
  if (from === undefined || to === undefined) return no(400, 'invalidRequest');
  if (Number(to) - Number(from) + 1 !== bytes.length) return no(400, 'invalidRequest');
  if (upload.complete || Number(from) !== upload.bytes.length) return no(416, 'invalidRange');
  upload.bytes = Buffer.concat([upload.bytes, bytes]);
  upload.complete = upload.bytes.length === Number(total);
  world.changes.emit('change');
  if (upload.complete) return { status: 201, body: { id, name: upload.name, size: Number(total) } };
  return { status: 202, body: { nextExpectedRanges: [`${upload.bytes.length}-`] } };
}
