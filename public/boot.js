// Starts the program that the page names and shows the way to the rescue page where that fails.
//
//   <script type="module" src="/boot.js" data-senda-js="/pkg/senda.HASH.js" data-senda-wasm="/pkg/senda.HASH.wasm"></script>

const SLOW_MS = 20000;
const names = document.querySelector('script[data-senda-js]')?.dataset;

// The right colours and letters with the first paint, before the program is there (see device/preferences.rs).
try {
  const kept = JSON.parse(localStorage.getItem('senda.preferencias') ?? '{}');
  if (kept.theme) document.documentElement.dataset.theme = kept.theme;
  if (kept.letter) document.documentElement.dataset.letter = kept.letter;
} catch {
  // What is not readable is not a preference.
}

// Android offers to install once, perhaps before the program has started (see device/browser/install.rs).
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  window.sendaInstallOffer = event;
  dispatchEvent(new Event('senda:instalable'));
});
addEventListener('appinstalled', () => {
  window.sendaInstallOffer = null;
});

// The program's panic hook.
addEventListener('senda:falla', () => {
  showRescue('Algo falló de nuestro lado. Lo ya guardado sigue en este teléfono.');
});

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => {
    // Without it the app works while there is a network.
  });
  // Only who opens the office keeps its program for offline (see sw.js).
  if (document.documentElement.dataset.shell === 'oficina') {
    navigator.serviceWorker.ready.then((registration) => registration.active?.postMessage('oficina'));
  }
}

if (names) {
  const slow = setTimeout(() => showRescue('Senda está tardando en abrir. Tus cobros guardados siguen aquí.'), SLOW_MS);
  try {
    const program = await import(names.sendaJs);
    await program.default({ module_or_path: names.sendaWasm });
    program.start();
    document.getElementById('senda-rescate')?.remove();
  } catch (error) {
    console.error(error);
    showRescue('Senda no pudo abrir. Lo ya guardado sigue en este teléfono.');
  } finally {
    clearTimeout(slow);
  }
}

function showRescue(text) {
  if (document.getElementById('senda-rescate')) return;
  const box = document.createElement('div');
  box.id = 'senda-rescate';
  box.setAttribute('role', 'alert');
  Object.assign(box.style, {
    position: 'fixed', insetInline: '0', insetBlockEnd: '0', zIndex: '1000', padding: '16px',
    background: '#960E15', color: '#FFFFFF', font: '600 17px/1.45 system-ui, sans-serif',
  });
  box.append(text, ' ');
  box.append(link('Volver a abrir', location.pathname), ' · ', link('Sacar una copia de lo no enviado', '/rescate.html'));
  document.body.append(box);
}

function link(text, address) {
  const anchor = document.createElement('a');
  anchor.textContent = text;
  anchor.href = address;
  // The router must not catch it: the program is not to be trusted now.
  anchor.rel = 'external';
  anchor.style.color = '#FFFFFF';
  anchor.addEventListener('click', (event) => {
    event.preventDefault();
    event.stopPropagation();
    location.assign(address);
  });
  return anchor;
}
