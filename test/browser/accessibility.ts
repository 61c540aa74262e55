import type { Page } from 'playwright-core';

/**
 * What keeps people out who do not see the page as its author does: checks that a program can make
 * (WCAG 2.2 A and AA, by number). Contrast is computed from the palette, in the unit tests.
 * @returns each fault in words; nothing when there is none
 */
export function accessibilityFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // Runs in the browser, of which the compiler knows nothing here.
    const { document, getComputedStyle } = globalThis as any;
    const all = (selector: string): any[] => [...document.querySelectorAll(selector)];
    const visible = (element: any) => element.checkVisibility({ checkVisibilityCSS: true });
    const text = (element: any) => element?.textContent.trim() ?? '';
    const show = (element: any) => element.outerHTML.slice(0, 120);
    const faults: string[] = [];
    const fault = (criterion: string, elements: any[]) =>
      faults.push(...elements.map((element) => `${criterion}: ${show(element)}`));

    if (document.documentElement.lang !== 'en') faults.push('3.1.1 the language is not named');
    if (document.title === '') faults.push('2.4.2 the page has no title');
    if (all('h1').length !== 1) faults.push(`1.3.1 the page has ${all('h1').length} h1`);
    if (all('main').length !== 1) faults.push('1.3.1 the page has no main landmark');
    const zoom = document.querySelector('meta[name=viewport]')?.content ?? '';
    if (/user-scalable|maximum-scale/.test(zoom)) faults.push('1.4.4 zooming is forbidden');

    const levels = all('h1, h2, h3, h4').map((heading) => Number(heading.tagName[1]));
    levels.forEach((level, index) => {
      if (level - (levels[index - 1] ?? 0) > 1) faults.push(`1.3.1 h${level} skips a level`);
    });
    const named = (control: any) => text(control.labels?.[0]) || control.ariaLabel;
    const controls = all('input:not([type=hidden]), select, textarea').filter(visible);
    fault(
      '1.3.1 no label',
      controls.filter((control) => !named(control)),
    );
    fault(
      '2.4.4 no words',
      all('a[href], button').filter((link) => !(text(link) || link.ariaLabel)),
    );
    fault(
      '1.1.1 no alt',
      all('img').filter((image) => image.getAttribute('alt') === null),
    );
    fault(
      '2.4.3 order of its own',
      all('[tabindex]').filter((element) => element.tabIndex > 0),
    );
    const ids = all('[id]').map((element) => element.id);
    fault(
      '4.1.1 id twice',
      all('[id]').filter((element, at) => ids.indexOf(element.id) < at),
    );
    const references = 'aria-describedby aria-labelledby'.split(' ');
    for (const name of references) {
      const unknown = (element: any) =>
        element
          .getAttribute(name)
          .split(' ')
          .some((id: string) => !ids.includes(id));
      fault(`1.3.1 ${name} of nothing`, all(`[${name}]`).filter(unknown));
    }
    const small = (element: any) => {
      const { width, height } = element.getBoundingClientRect();
      const inline = getComputedStyle(element).display === 'inline';
      return !inline && (width < 24 || height < 24);
    };
    fault('2.5.8 too small', all('a[href], button, input').filter(visible).filter(small));
    return faults;
  });
}

/** How far the page is wider than a narrow window, in CSS pixels (WCAG 1.4.10: nothing scrolls sideways). */
export async function overflowAt(page: Page, width: number): Promise<number> {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 800 });
  const overflow = await page.evaluate(() => {
    const { documentElement } = (globalThis as any).document;
    return documentElement.scrollWidth - documentElement.clientWidth;
  });
  if (before !== null) await page.setViewportSize(before);
  return overflow;
}

export interface FocusStop {
  /** `#id`, or the words of the element. */
  readonly name: string;
  /** Which element of the document it is. */
  readonly position: number;
  /** Whether the browser draws a line around it. */
  readonly outlined: boolean;
}

/** Presses Tab through the whole page; what gets the focus, in order (WCAG 2.1.1, 2.4.7). */
export async function focusStops(page: Page): Promise<FocusStop[]> {
  const stops: FocusStop[] = [];
  for (let press = 0; press < 100; press++) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    // Behind the last element the browser's own controls have their turn.
    if (stop === undefined) continue;
    if (stops.some(({ position }) => position === stop.position)) break;
    stops.push(stop);
  }
  return stops.sort((a, b) => a.position - b.position);
}

/** What has the focus now. */
export function focused(page: Page): Promise<FocusStop | undefined> {
  return page.evaluate(() => {
    const { document, getComputedStyle } = globalThis as any;
    const element = document.activeElement;
    if (element === null || element === document.body) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      name: element.id ? `#${element.id}` : element.textContent.trim(),
      position: [...document.querySelectorAll('*')].indexOf(element),
      outlined: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    };
  });
}

/** Presses Tab until the element with this id has the focus. */
export async function tabTo(page: Page, id: string): Promise<void> {
  for (let press = 0; press < 20; press++) {
    if ((await focused(page))?.name === `#${id}`) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach #${id}.`);
}
