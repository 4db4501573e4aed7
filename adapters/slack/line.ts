/** Socket Mode's line to Slack, which closes now and then and must not stay so. */

/** A socket that is opened again whenever it closes. */
export interface Line {
  /** The first time that it is open. */
  opened: Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds for which a socket must have held, for the next to be opened at once. */
const HELD = 10_000;

/** A socket as far as it matters here: Bolt's receiver is one. */
export interface Socket {
  start(): Promise<unknown>;
  stop(): Promise<unknown>;
  client: { once(event: 'disconnected', told: () => void): unknown };
}

/**
 * Keeps a socket open. Bolt's own way waits at least five seconds each time, and ends the program
 * when Slack refuses the token meanwhile.
 *
 * @param report told once of each spell in which Slack cannot be reached
 */
export function keepOpen(socket: Socket, report: (error: unknown) => void): Line {
  let stopped = false;
  let stop = () => {};
  const told = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const keep = async () => {
    for (let failures = 0; !stopped; failures += 1) {
      // 1, 2, 4 and at most 30 seconds.
      if (failures > 0)
        await Promise.race([told, pause(Math.min(30, 2 ** (failures - 1)) * 1_000)]);
      if (stopped) return;
      const began = Date.now();
      try {
        await socket.start();
        open();
        const closed = new Promise<void>((resolve) => socket.client.once('disconnected', resolve));
        if (stopped) await socket.stop();
        await closed;
      } catch {
        if (failures === 0)
          report(new Error('Slack does not open the socket now. Signpost goes on trying.'));
      }
      if (Date.now() - began > HELD) failures = -1;
    }
  };
  const kept = keep();
  return {
    opened,
    close: async () => {
      stopped = true;
      stop();
      await socket.stop();
      await Promise.race([kept, pause(2_000)]);
    },
  };
}

/** Waits, without keeping the program from ending. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
