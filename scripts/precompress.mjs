// Writes a brotli file beside every compressible file of the site, and prints what the phone downloads.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const compressible = /\.(js|mjs|css|wasm|html|svg|json|webmanifest)$/;

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

for (const path of files(process.argv[2])) {
  if (!compressible.test(path)) continue;
  const raw = readFileSync(path);
  const packed = brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
  writeFileSync(`${path}.br`, packed);
  if (path.endsWith('.wasm')) {
    console.log(`${path.split('/').pop().split('.')[0]}: ${(raw.length / 1024).toFixed(0)} KB, ${(packed.length / 1024).toFixed(0)} KB brotli`);
  }
}
