// Senda's service worker: keeps one complete copy of the program, so that it opens without a network. No business here.
//
// Served at /sw.js with `Cache-Control: no-cache`. The server replaces two tokens when it serves this file:
//   the empty list of FILES  becomes a JSON list of the paths to keep, found by walking the site root (all of /pkg/ and
//                            of public/, without this file and without precompressed copies)
//   the text of VERSION      becomes a hash over those files and the shell page: a new build is a new worker
//
// The shell is the same document for every address under /app and /oficina; the server must answer SHELL with it to
// anybody, without a session and without a redirect.
'use strict';

const FILES = /*__SENDA_FILES__*/[];
const VERSION = '__SENDA_VERSION__';

const CACHE_PREFIX = 'senda-';
const CACHE = CACHE_PREFIX + VERSION;
const SHELL = '/app/ruta';
const RESCUE = '/rescate.html';
const KEPT = new Set(FILES);

self.addEventListener('install', (event) => event.waitUntil(keepEverything()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

self.addEventListener('message', (event) => {
  // A person tapped "Actualizar". Otherwise this version waits until no page of the old one is open.
  if (event.data === 'actualizar') event.waitUntil(self.skipWaiting());
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
    if (isShell(path)) event.respondWith(kept(SHELL, request));
    else if (path === RESCUE) event.respondWith(kept(RESCUE, request));
    else if (path === '/') event.respondWith(startPage(request));
    // Login and public pages: the network's own answer, never kept.
    return;
  }
  // /sync, /api, /office and whatever else is not of the program go to the network untouched.
  if (KEPT.has(path)) event.respondWith(kept(path, request));
});

function isShell(path) {
  return path === '/app' || path === '/oficina' || path.startsWith('/app/') || path.startsWith('/oficina/');
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

// All or nothing: a worker with a hole in its copy is never installed.
async function keepEverything() {
  const cache = await caches.open(CACHE);
  try {
    const [shell] = await Promise.all([fetchGood(SHELL), ...FILES.map((path) => keepFile(cache, path))]);
    const page = await shell.clone().text();
    for (const [path] of page.matchAll(/\/pkg\/[\w./-]+\w/g)) {
      if (!KEPT.has(path)) throw new Error(`the shell is of another build: ${path}`);
    }
    await cache.put(SHELL, shell);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
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
