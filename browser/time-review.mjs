// How long a review of 40 pupils takes by keyboard, and how much of that is the program's share:
// `node time-review.mjs` with NAERVAER_BINARY and NAERVAER_CHROMIUM set. The promise: 40 pupils in ten minutes, so a
// quarter of a minute each, nearly all of it people's talk. A keystroke decides, the next pupil is in focus by itself.

import { signIn, startBrowser, startServer, visitor } from './harness.mjs';

const PUPILS = 40;
const KEYS = ['1', '5', '3', '1', '2'];

const server = await startServer({ schools: 8, pupils: 4_000, startLimit: 600_000 });
const browser = await startBrowser();
const page = await visitor(browser, server);
try {
  await signIn(page, server, 'school_leader');
  await page.goto('/review');
  await page.keyboard.press('j');
  const focused = () => page.evaluate(() => document.activeElement?.closest('[data-row]')?.id ?? '');
  const shares = [];
  const began = performance.now();
  for (let at = 0; at < PUPILS; at += 1) {
    const here = await focused();
    const key = KEYS[at % KEYS.length];
    let started = performance.now();
    await page.keyboard.press(key);
    // What must be said is typed first, the day to look again is looked at first: Enter sends then.
    if (key === '2') await page.keyboard.type('Brækket ben');
    if (key === '2' || key === '3') {
      started = performance.now();
      await page.keyboard.press('Enter');
    }
    await page.waitForFunction((before) => {
      const row = document.activeElement?.closest('[data-row]');
      return row && row.id !== before;
    }, here, { polling: 5 });
    shares.push(performance.now() - started);
  }
  const all = (performance.now() - began) / 1000;
  const decided = await page.locator('[data-row][data-decided]').count();
  shares.sort((a, b) => a - b);
  const share = (of) => shares[Math.ceil(shares.length * of) - 1].toFixed(0);
  console.log(`${decided} pupils decided by keyboard in ${all.toFixed(1)} s; keystroke to next pupil: median ${share(0.5)} ms, 95 % ${share(0.95)} ms`);
  if (decided < PUPILS) throw new Error(`only ${decided} of ${PUPILS} were decided`);
} finally {
  await browser.close();
  await server.stop();
}
