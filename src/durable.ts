/** Files that are there after a power cut, or are not there at all. */

import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file that only its owner can read, in a folder made the same way, whole or not at all.
 *
 * @param replace whether a file that is there already is replaced
 * @throws the system's error; `EEXIST` when the file is there and is not to be replaced
 */
export function writeDurably(file: string, text: string, { replace }: { replace: boolean }): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeAndSync(draft, text, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC);
    // A link never replaces, so of two programs that start together the second one is told.
    if (replace) renameSync(draft, file);
    else linkSync(draft, file);
    syncFolder(dirname(file));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Adds to the end of a file that only its owner can read; returns once it is on disk. */
export function appendDurably(file: string, text: string): void {
  writeAndSync(file, text, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND);
  syncFolder(dirname(file));
}

/** Returns once what was written to a file is on disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Returns once the names in a folder are on disk; Windows syncs them itself and refuses to be asked. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function writeAndSync(file: string, text: string, flags: number): void {
  const handle = openSync(file, flags, 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
