/** The page for people who look rather than read; its script fills it. */
export const DOCUMENT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Azure emulator</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/emulator/page/style.css">
</head>
<body>
<header>
  <div class="brand">
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <path d="M4 20a7 7 0 0 1 6-10 9 9 0 0 1 17 4 5.5 5.5 0 0 1-1 11H9a5 5 0 0 1-5-5z" class="cloud"/>
      <path d="M16 22v-8m-3.5 3.5L16 14l3.5 3.5" class="arrow"/>
    </svg>
    <h1>Azure emulator</h1>
  </div>
  <div class="clock" role="group" aria-label="Emulated clock">
    <span><span class="label">Emulated time</span> <time id="now">…</time></span>
    <span id="speed" class="pill"></span>
    <button type="button" data-advance="3600">+1 hour</button>
    <button type="button" data-advance="86400">+1 day</button>
  </div>
</header>
<p id="lost" class="banner" role="alert" hidden>The emulator does not answer. This page goes on when it does.</p>
<main id="vaults"><p class="empty">Loading…</p></main>
<p id="summary" class="hidden" aria-live="polite"></p>
<noscript><p class="banner">This page shows the emulator live with JavaScript; <a href="/emulator/snapshot">the same as JSON</a>.</p></noscript>
<footer>Data: <a href="/emulator/snapshot">snapshot</a> · <a href="/emulator/journal">journal of requests</a> · <a href="/emulator/faults">faults</a></footer>
<script src="/emulator/page/script.js"></script>
</body>
</html>
`;
