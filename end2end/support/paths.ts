import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = process.env.SENDA_CACHE ?? join(homedir(), '.cache', 'senda');
const target = process.env.CARGO_TARGET_DIR ?? join(cache, 'target');

export const binary = process.env.SENDA_BIN ?? join(target, 'debug', 'senda');
export const site = process.env.SENDA_SITE ?? join(root, 'target', 'site');
export const chromium = process.env.SENDA_CHROMIUM ?? '/usr/bin/chromium';
/** A data folder with the demo company, made once a run and copied for each test. */
export const seeded = join(root, 'end2end', '.cache', 'seeded');
