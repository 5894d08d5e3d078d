// The rescue page: reads IndexedDB by itself and hands out what was not sent, with the exact bytes. Works without the
// app, without wasm and without a network. Writes the same file as src/device/export.rs.

const KINDS = { payment_received: 'Cobro', visit_made: 'Visita', promise_made: 'Promesa' };
const element = (id) => document.getElementById(id);

element('reparar').addEventListener('click', repair);

try {
  const { meta, rows } = await readAll();
  const unsent = rows.filter(isUnsent);
  show(unsent);
  if (unsent.length > 0) {
    element('copia').hidden = false;
    element('copia').addEventListener('click', () => save(meta, unsent));
  }
} catch (error) {
  console.error(error);
  element('estado').textContent = 'No pudimos leer lo guardado. No borres los datos de este navegador y llama a la oficina.';
}

// Whatever version is there is opened; where there is none, none is made, or the app would find empty stores.
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('senda');
    request.onupgradeneeded = () => request.transaction.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (request.error?.name === 'AbortError' ? resolve(null) : reject(request.error));
  });
}

async function readAll() {
  const database = await open();
  if (database === null) return { meta: null, rows: [] };
  const transaction = database.transaction(['meta', 'outbox'], 'readonly');
  const [meta, rows] = await Promise.all([
    done(transaction.objectStore('meta').get('enrolment')),
    done(transaction.objectStore('outbox').getAll()),
  ]);
  database.close();
  return { meta: meta === undefined ? null : JSON.parse(meta), rows: rows.map((row) => JSON.parse(row)) };
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// As OutboxRow::is_unsent and is_quarantined: never answered, put off, or kept for a person to look at.
function isUnsent(row) {
  let answer = row.state.state === 'answered' ? row.state.outcome : null;
  while (answer?.outcome === 'duplicate') answer = answer.original;
  return answer === null || answer.outcome === 'deferred' || answer.outcome === 'quarantined';
}

function show(rows) {
  element('estado').textContent =
    rows.length === 0
      ? 'No hay nada sin enviar en este teléfono.'
      : `Hay ${rows.length} sin enviar en este teléfono. Guarda una copia antes de hacer otra cosa.`;
  if (rows.length === 0) return;
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  for (const text of ['Núm.', 'Qué', 'Cuándo', 'Monto']) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = text;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    line.insertCell().textContent = String(row.seq);
    line.insertCell().textContent = describe(row);
    line.insertCell().textContent = new Date(row.recorded).toLocaleString('es-MX');
    const amount = line.insertCell();
    amount.className = 'monto';
    amount.textContent = amountOf(row);
  }
  element('lista').replaceChildren(table);
}

function describe(row) {
  const kind = KINDS[row.kind] ?? row.kind;
  const folio = factOf(row)?.folio;
  return folio ? `${kind} ${folio}` : kind;
}

function amountOf(row) {
  const centavos = factOf(row)?.amount;
  if (!Number.isInteger(centavos)) return '';
  return (centavos / 100).toLocaleString('es-MX', { style: 'currency', currency: 'MXN' });
}

function factOf(row) {
  try {
    return JSON.parse(row.bytes).fact;
  } catch {
    return undefined;
  }
}

function save(meta, rows) {
  const file = {
    kind: 'senda.por-enviar',
    exported: Date.now(),
    device: meta?.device ?? null,
    epoch: meta?.epoch ?? null,
    series: meta?.series ?? null,
    events: rows.map(({ seq, id, kind, sha256, bytes }) => ({ seq, id, kind, sha256, bytes })),
  };
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
  link.download = `senda-${meta?.series ?? 'respaldo'}-${day}.json`;
  link.click();
  element('estado').textContent = `Guardamos ${link.download} con ${rows.length} sin enviar. Mándalo a la oficina.`;
}

// Takes away the copy of the program, never the data: the next visit with a network brings a fresh one.
async function repair() {
  if (!navigator.onLine) {
    element('reparado').textContent = 'Para reparar hace falta señal. Tus cobros siguen guardados.';
    return;
  }
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  element('reparado').textContent = 'Listo. Vuelve a abrir Senda con señal. Tus cobros siguen guardados.';
}
