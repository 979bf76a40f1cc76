// Klassens fællesskab: talks, agreements and sums of a class, in which no child is named.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WIDTHS, overhang, violations } from '../harness.mjs';
import { day, fill, main, send, together } from '../together.mjs';

const { as, leave } = together();

/** The page is read by everybody, at a desk and on a phone. */
async function fits(page) {
  assert.deepEqual(await violations(page), []);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await overhang(page), 0, `${page.url()} at ${width}`);
  }
}

/** The teacher's own class, by clicks: its page. */
async function ownClass(page) {
  await page.goto('/schools');
  await send(page, page.locator('main a[href^="/schools/"]').first());
  await send(page, page.locator('main a[href^="/classes/"]').first());
  return new URL(page.url()).pathname;
}

const keep = (page) => send(page, page.locator('main .case-form .button-primary').first());

test('R-258, R-261 a talk and an agreement name no child, are looked at again, and stay', async () => {
  const page = await as('teacher');
  const class_ = await ownClass(page);
  const child = (await page.locator('.register-table th a').first().innerText()).split(' ')[0];
  await send(page, page.locator(`main a[href="${class_}/community"]`));
  await fits(page);
  await send(page, page.locator('main a', { hasText: 'Skriv en aftale i klassen ned' }));
  await fill(page, { agreed: `${child}s sidemakker skriver til den, der er væk.`, follow_up: day(3) });
  await keep(page);
  assert.match(await main(page), new RegExp(`»${child}s?« er navnet på en elev i klassen`));
  assert.match(await page.locator('#f-agreed').inputValue(), /sidemakker skriver/, 'nothing typed is lost');
  await fits(page);
  await fill(page, { agreed: 'Dagens vært skriver til den, der er væk.' });
  await keep(page);
  assert.match(await main(page), /Dagens vært skriver til den, der er væk/);
  const card = page.locator('.case-card', { hasText: 'Dagens vært skriver' });

  await page.goto('/');
  const need = page.locator('main li', { hasText: 'Aftale fra' }).first();
  await send(page, need.locator('a[href*="/community#r-"]'));
  await card.locator('summary', { hasText: 'set på det igen' }).click();
  await card.locator('[name="words"]').fill('De fleste husker det.');
  await send(page, card.locator('button', { hasText: 'Gem' }));
  assert.match(await main(page), /Hvornår ser I på det igen/, 'an agreement that holds is looked at again');
  assert.equal(await card.locator('[name="words"]').inputValue(), 'De fleste husker det.');
  await card.locator('[name="next"]').fill(day(30));
  await send(page, card.locator('button', { hasText: 'Gem' }));
  assert.match(await card.innerText(), /De fleste husker det/);
  await card.locator('summary', { hasText: 'Slut aftalen' }).click();
  await card.locator('[name="because"]').fill('Det gør de af sig selv.');
  await send(page, card.locator('button', { hasText: 'Slut aftalen' }));
  assert.match(await main(page), /Aftalen er sluttet og bliver stående/);
  await page.locator('details summary', { hasText: 'tidligere aftale' }).click();
  assert.match(await card.innerText(), /Det gør de af sig selv/);

  await send(page, page.locator('main a', { hasText: 'Skriv en samtale med klassen ned' }));
  await fill(page, { question: 'Hvad er en god pause?', said: 'En, hvor man ikke er alene.', decided: 'Vi spørger hinanden.' });
  await keep(page);
  assert.match(await main(page), /En, hvor man ikke er alene/);
  await leave(page);
});

test('R-267 only sums of enough answers are kept, side by side with those before', async () => {
  const page = await as('teacher');
  const class_ = await ownClass(page);
  await page.goto(`${class_}/community`);
  const before = await page.locator('table thead th').count();
  await send(page, page.locator('main a', { hasText: 'Skriv klassens svar ned' }));
  await fits(page);
  await fill(page, { answered: '18', 'yes-0': '2', 'partly-0': '1', 'no-0': '1', proposals: 'Musik i pausen' });
  await keep(page);
  assert.match(await main(page), /For få har svaret/);
  assert.equal(await page.locator('#yes-0').inputValue(), '2');
  await fill(page, { 'yes-0': '10', 'partly-0': '5', 'no-0': '3' });
  await keep(page);
  const text = await main(page);
  assert.match(text, /10 ja, 5 både og, 3 nej/);
  assert.match(text, /Musik i pausen/);
  assert.ok((await page.locator('table thead th').count()) >= Math.min(before + 1, 5), 'beside those before');
  await fits(page);
  await send(page, page.locator('main a', { hasText: 'Spørgsmålene på papir' }));
  assert.match(await main(page), /Du skal ikke skrive dit navn/);
  await fits(page);
  await leave(page);
});

test('R-267 the questions are the municipality’s own, and every version stands', async () => {
  const page = await as('administrator');
  await page.goto('/setup');
  await send(page, page.locator('main a[href="/setup/temperature"]'));
  await page.locator('#least').fill('1');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /skriv et tal fra 3 til 40/);
  await page.locator('#least').fill('8');
  await page.locator('#question-5').fill('Er der ro til at læse?');
  await page.locator('#decided').fill('Skolechefen, i går');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Skolechefen, i går/);
  assert.equal(await page.locator('#question-5').inputValue(), 'Er der ro til at læse?');
  await fits(page);
  await leave(page);
});
