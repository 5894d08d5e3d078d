import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { binary, seeded, site } from './paths';

/** Makes the demo company once: every test then starts from a copy of it. */
export default function prepare() {
  rmSync(seeded, { recursive: true, force: true });
  mkdirSync(dirname(seeded), { recursive: true });
  execFileSync(binary, ['seed-demo'], {
    env: { ...process.env, SENDA_DATA: seeded, SENDA_SITE: site, SENDA_LOG: 'warn' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
