// Senda's service worker: keeps one complete copy of the program, so that it opens without a network. No business here.
//
// Served at /sw.js with `Cache-Control: no-cache`. The server replaces three tokens when it serves this file:
//   the empty list of FILES         becomes a JSON list of the paths that everybody keeps, found by walking the site root
//                                   (/pkg/ and public/, without this file and without precompressed copies)
//   the empty list of OFFICE_FILES  becomes the program of the office: kept where the office was opened once
//   the text of VERSION             becomes a hash over all files and the shells: a new build is a new worker
//
// A shell is the same document for every address under /app, or under /oficina; the server must answer SHELL and
// OFFICE_SHELL with it to anybody, without a session and without a redirect.
'use strict';

const FILES = /*__SENDA_FILES__*/[];
const OFFICE_FILES = /*__SENDA_OFFICE__*/[];
const VERSION = '__SENDA_VERSION__';

const CACHE_PREFIX = 'senda-';
const CACHE = CACHE_PREFIX + VERSION;
const SHELL = '/app/ruta';
const OFFICE_SHELL = '/oficina/tablero';
const RESCUE = '/rescate.html';
const KEPT = new Set([...FILES, ...OFFICE_FILES]);

self.addEventListener('install', (event) => event.waitUntil(keepEverything()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

self.addEventListener('message', (event) => {
  // A person tapped "Actualizar". Otherwise this version waits until no page of the old one is open.
  if (event.data === 'actualizar') event.waitUntil(self.skipWaiting());
  // The office was opened here (see boot.js): from now on it opens without a network too.
  if (event.data === 'oficina') event.waitUntil(keepOffice());
});

self.addEventListener('sync', (event) => {
  if (event.tag === 'senda') event.waitUntil(wakePages());
});

self.addEventListener('fetch', (event) => {
  const request = event.request;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  const path = url.pathname;
  if (request.mode === 'navigate') {
    if (isBelow('/app', path)) event.respondWith(kept(SHELL, request));
    else if (isBelow('/oficina', path)) event.respondWith(kept(OFFICE_SHELL, request));
    else if (path === RESCUE) event.respondWith(kept(RESCUE, request));
    else if (path === '/') event.respondWith(startPage(request));
    // Login and public pages: the network's own answer, never kept.
    return;
  }
  // /sync, /api, /office and whatever else is not of the program go to the network untouched.
  if (KEPT.has(path)) event.respondWith(kept(path, request));
});

function isBelow(root, path) {
  return path === root || path.startsWith(`${root}/`);
}

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

async function startPage(request) {
  try {
    return await fetch(request);
  } catch {
    return Response.redirect(SHELL, 302);
  }
}

// All or nothing: a worker with a hole in its copy is never installed. Who kept the office keeps it in the new version.
async function keepEverything() {
  const hasOffice = (await caches.match(OFFICE_SHELL, { ignoreVary: true })) !== undefined;
  const cache = await caches.open(CACHE);
  try {
    await keepProgram(cache, SHELL, FILES);
    if (hasOffice) await keepProgram(cache, OFFICE_SHELL, OFFICE_FILES);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function keepOffice() {
  const cache = await caches.open(CACHE);
  if (await cache.match(OFFICE_SHELL, { ignoreVary: true })) return;
  // Without a network, or where the server has another build by now, the next visit tries again.
  await keepProgram(cache, OFFICE_SHELL, OFFICE_FILES).catch(() => undefined);
}

// The shell last: while it is not there, nothing of its program counts as kept.
async function keepProgram(cache, address, files) {
  const [shell] = await Promise.all([fetchGood(address), ...files.map((path) => keepFile(cache, path))]);
  const page = await shell.clone().text();
  for (const [path] of page.matchAll(/\/pkg\/[\w./-]+\w/g)) {
    if (!KEPT.has(path)) throw new Error(`the shell is of another build: ${path}`);
  }
  await cache.put(address, shell);
}

async function keepFile(cache, path) {
  // A hashed file that an older copy has is the same file: it is not downloaded again.
  const older = path.startsWith('/pkg/') ? await caches.match(path, { ignoreVary: true }) : undefined;
  await cache.put(path, older ?? (await fetchGood(path)));
}

// Only a whole answer of this server counts: no redirect (a captive portal, a login), no error page, nothing opaque.
async function fetchGood(path) {
  const response = await fetch(path, { cache: 'no-cache', credentials: 'same-origin', redirect: 'error' });
  if (response.status !== 200 || response.type !== 'basic' || response.redirected) {
    throw new Error(`${path}: ${response.status}`);
  }
  return response;
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  // The page that installed the first version is covered at once, without a reload.
  await self.clients.claim();
}

async function wakePages() {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage('sincronizar');
}
