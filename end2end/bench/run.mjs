// Prints figures of size and speed, each beside its floor measured in the same run. It judges nothing.
//
// The phone is headless Chromium on this machine, the server the built one on an embedded database with
// 10,000 clients and 20,000 open invoices, all assigned to one collector.
import { chromium } from '@playwright/test';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { pushThousand } from './push.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), '.cache', 'senda', 'target');
const binary = process.env.SENDA_BIN ?? join(target, 'debug', 'senda');
const site = process.env.SENDA_SITE ?? join(root, 'target', 'site');
const rounds = Number(process.env.SENDA_BENCH_ROUNDS ?? 5);
const port = 4900;
const address = `http://127.0.0.1:${port}`;
const data = mkdtempSync(join(tmpdir(), 'senda-bench-'));
const profile = mkdtempSync(join(tmpdir(), 'senda-bench-phone-'));
const env = { ...process.env, SENDA_DATA: data, SENDA_ADDR: `127.0.0.1:${port}`, SENDA_SITE: site, SENDA_LOG: 'warn' };

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const p95 = (values) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * 0.95))];
const row = (what, value, floor, goal) =>
  console.log(`${what.padEnd(58)} ${String(value).padStart(12)}   floor ${String(floor).padStart(10)}   goal ${goal}`);
const ms = (value) => `${value.toFixed(value < 20 ? 1 : 0)} ms`;

function sizes() {
  const pkg = join(site, 'pkg');
  const names = readdirSync(pkg);
  const of = (program, ending) => readFileSync(join(pkg, names.find((name) => name.startsWith(`${program}.`) && name.endsWith(ending))));
  const kb = (bytes) => `${(bytes.length / 1024).toFixed(0)} KB`;
  for (const [program, what, goal] of [
    ['senda-field', 'of the field', '<= 400 KB'],
    ['senda-office', 'of the office', '-'],
    ['senda', 'of login and receipt check', '-'],
  ]) {
    const wasm = of(program, '.wasm');
    row(`wasm ${what}, raw`, kb(wasm), '430 KB', '-');
    row(`wasm ${what}, brotli`, kb(brotliCompressSync(wasm)), '141 KB', goal);
    row(`script ${what}, brotli`, kb(brotliCompressSync(of(program, '.js'))), '-', '-');
  }
}

// Counts from the tap to the `complete` of the transaction that writes the outbox.
const watch = () => {
  const open = IDBDatabase.prototype.transaction;
  window.bench = { tap: 0, durable: [], usable: 0 };
  addEventListener('click', () => (window.bench.tap = performance.now()), true);
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const transaction = open.call(this, stores, mode, options);
    if (mode === 'readwrite' && [].concat(stores).includes('outbox')) {
      transaction.addEventListener('complete', () => {
        if (window.bench.tap) window.bench.durable.push(performance.now() - window.bench.tap);
        window.bench.tap = 0;
      });
    }
    return transaction;
  };
  const seen = () => {
    if (!window.bench.usable && document.querySelector('.list-card')) window.bench.usable = performance.now();
  };
  new MutationObserver(seen).observe(document, { childList: true, subtree: true });
};

const launch = async () => {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.SENDA_CHROMIUM ?? '/usr/bin/chromium',
    viewport: { width: 360, height: 800 },
    locale: 'es-MX',
    timezoneId: 'America/Tijuana',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  await context.addInitScript(watch);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
};

// What the browser's storage costs by itself, on records of the same size: storing, reading, one strict transaction.
const bare = (page) =>
  page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
    const request = indexedDB.open('bench-floor', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('rows');
    const db = await done(request);
    const complete = (tx) => new Promise((resolve) => (tx.oncomplete = resolve));
    const text = 'x'.repeat(420);
    let start = performance.now();
    const tx = db.transaction('rows', 'readwrite');
    for (let n = 0; n < 30_000; n += 1) tx.objectStore('rows').put({ id: n, text }, n);
    await complete(tx);
    const store = performance.now() - start;
    start = performance.now();
    await done(db.transaction('rows').objectStore('rows').getAll());
    const read = performance.now() - start;
    const strict = [];
    for (let n = 0; n < 60; n += 1) {
      start = performance.now();
      const one = db.transaction('rows', 'readwrite', { durability: 'strict' });
      one.objectStore('rows').put({ id: n, text }, `s${n}`);
      await complete(one);
      strict.push(performance.now() - start);
    }
    db.close();
    indexedDB.deleteDatabase('bench-floor');
    return { store, read, strict };
  });

async function main() {
  sizes();
  console.log('seeding 10,000 clients and 20,000 invoices…');
  execFileSync(binary, ['seed-demo', '--large'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const server = spawn(binary, ['serve'], { env, stdio: 'ignore' });
  try {
    for (;;) {
      try { if ((await fetch(`${address}/readyz`)).ok) break; } catch { /* not yet */ }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await pushThousand({ address, row, ms });

    let { context, page } = await launch();
    await page.goto(`${address}/entrar`);
    await page.getByLabel('Usuario').fill('gestor1');
    await page.getByLabel('Contraseña', { exact: true }).fill(process.env.SENDA_DEMO_PASSWORD ?? 'cemento-gris-42');
    await page.getByRole('button', { name: 'Entrar', exact: true }).click();
    const prepare = page.getByRole('button', { name: 'Preparar y descargar' });
    await prepare.waitFor();
    const floor = await bare(page);
    const start = Date.now();
    await prepare.click();
    await page.locator('.list-card').first().waitFor({ timeout: 120_000 });
    row('first download and storing of 10,000 accounts', ms(Date.now() - start), ms(floor.store), '<= 3,000 ms');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

    // Search, key by key.
    await page.goto(`${address}/app/clientes`);
    await page.locator('input[type=search]').waitFor();
    const keys = await page.evaluate(async () => {
      const field = document.querySelector('input[type=search]');
      const words = ['ferreteria', 'maria', 'calle 5', 'tecate', 'a-1000', 'lopez'];
      const times = [];
      const alone = [];
      for (const word of words) {
        for (let length = 1; length <= word.length; length += 1) {
          const began = performance.now();
          field.value = word.slice(0, length);
          field.dispatchEvent(new Event('input', { bubbles: true }));
          await new Promise((resolve) => setTimeout(resolve));
          times.push(performance.now() - began);
          alone.push(performance.getEntriesByName('senda.search').at(-1)?.duration ?? 0);
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        }
      }
      return { times, alone };
    });
    row('search: first key, drawing included', ms(keys.times[0]), '-', '<= 50 ms');
    row('search per key, p95', ms(p95(keys.alone.slice(1))), '-', '<= 2 ms');
    row('search per key, drawing included, p95', ms(p95(keys.times.slice(1))), '-', '-');

    // From the tap on "Guardar cobro" to the transaction's `complete`: on a page at rest, and while it still opens.
    const collect = async (atRest) => {
      await page.getByRole('link', { name: /^Cobrar a / }).or(page.getByRole('button', { name: /^Cobrar a / })).first().click();
      // Less than what a person may carry in cash, however often it is taken.
      await page.getByRole('button', { name: '9', exact: true }).click();
      const save = page.getByRole('button', { name: /^Guardar cobro de/ });
      await save.waitFor();
      if (atRest) await page.locator('.sync-chip[data-state="all-sent"]').waitFor();
      const began = Date.now();
      await save.click();
      const yes = page.getByRole('button', { name: 'Sí', exact: true });
      const receipt = page.getByText(/^Recibo [A-Z]\d+-\d{6}-\d$/).first();
      await yes.or(receipt).first().waitFor();
      if (await yes.isVisible()) await yes.click();
      await receipt.waitFor();
      const shown = Date.now() - began;
      return { shown, durable: await page.evaluate(() => window.bench.durable.splice(0)[0]) };
    };
    await page.goto(`${address}/app/ruta`);
    const resting = [];
    for (let n = 0; n < 25; n += 1) {
      await page.locator('.nav-bar a[href="/app/ruta"]').click();
      resting.push(await collect(true));
    }
    const opening = [];
    for (let n = 0; n < 10; n += 1) {
      await page.goto(`${address}/app/ruta`);
      opening.push(await collect(false));
    }
    const durable = (taps) => ms(p95(taps.map((tap) => tap.durable)));
    row('tap to durable, p95', durable(resting), ms(p95(floor.strict)), '<= 10 ms');
    row('tap to durable while the app opens and syncs, p95', durable(opening), ms(p95(floor.strict)), '-');
    row('tap to receipt on screen, driver included, median', ms(median(resting.map((tap) => tap.shown))), '-', '-');

    // Cold and offline: the server is gone, the browser process new.
    server.kill('SIGKILL');
    await context.close();
    for (const rate of [1, 4]) {
      const usable = [];
      const floors = [];
      for (let n = 0; n < rounds; n += 1) {
        ({ context, page } = await launch());
        const session = await context.newCDPSession(page);
        if (rate > 1) await session.send('Emulation.setCPUThrottlingRate', { rate });
        await page.goto(`${address}/app/ruta`);
        await page.locator('.list-card').first().waitFor();
        usable.push(await page.evaluate(() => window.bench.usable));
        floors.push(await page.evaluate(async () => {
          const name = (await indexedDB.databases()).find((db) => db.name?.startsWith('senda'))?.name;
          const db = await new Promise((resolve) => { const open = indexedDB.open(name); open.onsuccess = () => resolve(open.result); });
          const stores = [...db.objectStoreNames].filter((store) => store.startsWith('base'));
          const began = performance.now();
          const tx = db.transaction(stores);
          await Promise.all(stores.map((store) => new Promise((resolve) => (tx.objectStore(store).getAll().onsuccess = resolve))));
          return performance.now() - began;
        }));
        await context.close();
      }
      const how = rate > 1 ? `, CPU ${rate}x slower` : '';
      row(`cold offline open to route usable${how}, median`, ms(median(usable)), ms(median(floors)), rate > 1 ? '<= 1,500 ms' : '<= 600 ms');
    }
  } finally {
    server.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
    rmSync(profile, { recursive: true, force: true });
  }
}

await main();
