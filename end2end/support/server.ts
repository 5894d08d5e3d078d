import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary, seeded, site } from './paths';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  probe.close();
  await once(probe, 'close');
  return address.port;
}

/** The real server, on its own data folder. `kill` is a power cut: no farewell. */
export class Server {
  private child: ChildProcess | undefined;
  output = '';

  private constructor(
    readonly port: number,
    readonly data: string,
    private readonly extra: Record<string, string>,
  ) {}

  /** `start: 'demo'` copies the demo company; `'empty'` starts without anything, as a new installation does. */
  static async start(start: 'demo' | 'empty', extra: Record<string, string> = {}): Promise<Server> {
    const data = mkdtempSync(join(tmpdir(), 'senda-e2e-'));
    if (start === 'demo') cpSync(seeded, data, { recursive: true });
    const server = new Server(await freePort(), data, extra);
    await server.up();
    return server;
  }

  async up(): Promise<void> {
    this.child = spawn(binary, ['serve'], {
      env: {
        ...process.env,
        SENDA_ADDR: `127.0.0.1:${this.port}`,
        SENDA_DATA: this.data,
        SENDA_SITE: site,
        SENDA_LOG: 'warn',
        ...this.extra,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk) => (this.output += chunk));
    this.child.stderr?.on('data', (chunk) => (this.output += chunk));
    const deadline = Date.now() + 60_000;
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`the server ended:\n${this.output}`);
      try {
        if ((await fetch(`http://127.0.0.1:${this.port}/readyz`)).ok) return;
      } catch {
        // Not listening yet.
      }
      if (Date.now() > deadline) throw new Error(`the server is not ready:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async kill(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Stops the server and reads its books: how many payments they hold, and what does not add up. */
  async audit(): Promise<{ payments: number; findings: string }> {
    await this.kill();
    const run = spawnSync(binary, ['audit'], {
      env: { ...process.env, SENDA_DATA: this.data, SENDA_LOG: 'off' },
      encoding: 'utf8',
    });
    const payments = /(\d+) payments/.exec(run.stdout)?.[1];
    if (payments === undefined) throw new Error(`no audit: ${run.stdout}${run.stderr}`);
    return { payments: Number(payments), findings: run.status === 0 ? '' : run.stdout };
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}
