// 1,000 payments recorded without signal, from the first byte sent until the server has committed them all durably.
// The events are built as a phone builds them: ids of version 7, sequence, folios with their digit, chained hashes.
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const damm = (digits) => {
  const table = [
    '0317598642', '7092154863', '4206871359', '1750983426', '6123045978',
    '3674209581', '5869720134', '8945362017', '9438617205', '2581436790',
  ];
  return [...digits].reduce((interim, digit) => Number(table[interim][Number(digit)]), 0);
};

const uuid7 = (ms) => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(ms, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

const post = (url, body, headers = {}) =>
  fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });

// What the disk asks for: as many appends with fsync as there are pushes.
const floor = (times, bytes) => {
  const folder = mkdtempSync(join(tmpdir(), 'senda-fsync-'));
  const file = openSync(join(folder, 'log'), 'w');
  const block = Buffer.alloc(bytes, 1);
  const began = performance.now();
  for (let n = 0; n < times; n += 1) {
    writeSync(file, block);
    fsyncSync(file);
  }
  const took = performance.now() - began;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return took;
};

export async function pushThousand({ address, row, ms }) {
  const origin = { origin: address, 'sec-fetch-site': 'same-origin' };
  const password = process.env.SENDA_DEMO_PASSWORD ?? 'cemento-gris-42';
  const login = await post(`${address}/api/session/login`, { login: 'gestor1', password }, origin);
  const cookie = login.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const enrolment = await (
    await post(`${address}/api/devices/enrol`, { device_name: 'Banco de pruebas' }, { ...origin, cookie })
  ).json();
  const query = `scope=${enrolment.person}&device=${enrolment.device}&epoch=${enrolment.epoch}&since=0&limit=1000`;
  const page = await (await fetch(`${address}/sync/pull?${query}`, { headers: { cookie } })).json();
  const clients = page.puts.map((put) => put.id);

  let prev = sha256(`genesis|serie=${enrolment.series}|device=${enrolment.device}`);
  const items = [];
  for (let seq = 1; seq <= 1_000; seq += 1) {
    const now = Date.now();
    const number = String(seq).padStart(6, '0');
    const event = {
      schema: 1,
      id: uuid7(now),
      device: enrolment.device,
      epoch: enrolment.epoch,
      seq,
      person: enrolment.person,
      prev,
      stamp: { wall: now, zone: 'America/Tijuana', monotonic_ms: seq * 1_000, offset_ms: 0 },
      fact: {
        kind: 'payment_received',
        folio: `${enrolment.series}-${number}-${damm(enrolment.series.slice(1) + number)}`,
        client: clients[seq % clients.length],
        amount: 10_000 + seq,
        method: { form: 'cash' },
        target: { to: 'oldest_first' },
      },
    };
    const bytes = JSON.stringify(event);
    prev = sha256(bytes);
    items.push({ id: event.id, sha256: prev, bytes });
  }

  const began = performance.now();
  for (let first = 1; first <= items.length; first += 100) {
    const response = await post(
      `${address}/sync/push`,
      { protocol: 1, device: enrolment.device, epoch: enrolment.epoch, first_seq: first, items: items.slice(first - 1, first + 99) },
      { authorization: `Bearer ${enrolment.credential}` },
    );
    const answer = await response.json();
    const bad = answer.outcomes?.find((outcome) => outcome.outcome !== 'applied');
    if (answer.push !== 'done' || bad) throw new Error(`not applied: ${JSON.stringify(bad ?? answer).slice(0, 400)}`);
  }
  row('1,000 events pushed and committed durably', ms(performance.now() - began), ms(floor(10, 100 * 900)), '<= 1,000 ms');
}
