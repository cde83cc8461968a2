// The service worker behind "Keep this site on my device". It is registered only by that button; SITE (which book, and every file with
// a fingerprint) is written in front of it. Files whose names change with their content come from the device, pages from the network
// while there is one.
/** @typedef {{ key: string, files: [string, string][] }} Site */
(() => {
  // @ts-ignore: written in front of this script
  const site = /** @type {Site} */ (SITE), scope = /** @type {any} */ (globalThis), STORE = `prepbook-${site.key}`, STAMPS = "prepbook-stamps";
  const FIXED = /\/assets\/(?:.*\.[0-9a-f]{8}\.[a-z]+|search\/[^/]+\/[a-z][0-9a-z]{8,}\.js)$/;

  /** A file as it is kept; of a host that gives it under another address too. A fault of the host is not taken for it. @param {string} path */
  async function load(path) {
    const answer = await fetch(path, { cache: "reload" });
    // A host answers with 404 when asked for what it shows where nothing is.
    if (!answer.ok && path !== "404.html") throw new Error(path);
    return new Response(await answer.blob(), { headers: answer.headers });
  }

  /** What is kept of a page, which some hosts show without its ending. @param {Request} request */
  async function kept(request) {
    const store = await caches.open(STORE), { pathname } = new URL(request.url);
    for (const path of [pathname, pathname + "index.html", pathname + ".html", pathname + "/index.html"]) {
      const found = await store.match(path);
      if (found) return found;
    }
  }

  /** Brings the device up to date and forgets what the site no longer has. @param {(done: number) => void} tell */
  async function keep(tell) {
    const store = await caches.open(STORE);
    /** @type {Record<string, string>} */ const old = await store.match(STAMPS).then((answer) => answer?.json() ?? {}, () => ({}));
    let done = 0;
    for (const [path, stamp] of site.files) {
      if (old[path] !== stamp) await store.put(path, await load(path));
      tell(++done);
    }
    const known = new Set(site.files.map(([path]) => new URL(path, scope.registration.scope).href));
    for (const request of await store.keys()) if (!known.has(request.url)) await store.delete(request);
    await store.put(STAMPS, new Response(JSON.stringify(Object.fromEntries(site.files))));
  }

  scope.addEventListener("install", () => scope.skipWaiting());
  scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil((async () => {
    await scope.clients.claim();
    // A new edition of a site that is on the device already comes whole, as the first did.
    if (await caches.has(STORE)) await keep(() => {});
  })()));
  scope.addEventListener("message", (/** @type {any} */ event) => {
    if (event.data === "keep") event.waitUntil(keep((done) => event.source.postMessage({ done, all: site.files.length })).catch(() => event.source.postMessage({ failed: true })));
  });
  scope.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event, url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    event.respondWith((async () => {
      if (FIXED.test(url.pathname)) return (await kept(request)) ?? fetch(request);
      try { return await fetch(request); } catch (fault) {
        const found = await kept(request);
        if (found) return found;
        throw fault;
      }
    })());
  });
})();
