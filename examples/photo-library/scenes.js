// @ts-check

/**
 * A whole number from `from` to `to`.
 *
 * @typedef {(from: number, to: number) => number} Draw
 */

/** What a photo library starts with. Each scene fills 300 by 200 units. */
export const scenes = [
  { title: 'Above the tree line', draw: mountains },
  { title: 'Last ferry home', draw: sea },
  { title: 'Night train', draw: city },
  { title: 'Walk in the woods', draw: forest },
  { title: 'First balloon of the day', draw: balloons },
  { title: 'The garden in June', draw: garden },
];

/** @param {Draw} random */
function mountains(random) {
  const hue = random(190, 260);
  const ridges = [0, 1, 2, 3].map((depth) => {
    const base = 80 + depth * 30;
    const line = [0, 60, 120, 180, 240, 300].map((x) => `${x},${base + random(-34, 26)}`).join(' ');
    const colour = `hsl(${hue} ${28 + depth * 6}% ${72 - depth * 16}%)`;
    return `<polygon points="0,200 ${line} 300,200" fill="${colour}"/>`;
  });
  const sun = circle(random(50, 250), random(30, 60), random(14, 22), 'hsl(45 95% 88%)');
  return sky(`hsl(${hue} 65% 78%)`, `hsl(${random(10, 45)} 85% 86%)`) + sun + ridges.join('');
}

/** @param {Draw} random */
function sea(random) {
  const hue = random(5, 40);
  const x = random(90, 210);
  const glints = range(14).map((row) => {
    const width = random(10, 26 + row * 4);
    return rectangle(x - width / 2 + random(-8, 8), 124 + row * 5, width, 2, '#fff', 0.45);
  });
  const ship = random(30, 240);
  const ferry =
    `<path d="M${ship} 112h38l-6 9h-27z" fill="#26313f"/>` +
    rectangle(ship + 8, 105, 20, 7, '#f4efe6') +
    rectangle(ship + 19, 98, 4, 7, `hsl(${hue} 70% 45%)`);
  return (
    sky(`hsl(${hue + 250} 45% 58%)`, `hsl(${hue} 90% 74%)`) +
    circle(x, 116, random(24, 34), `hsl(${hue + 12} 95% 82%)`) +
    rectangle(0, 118, 300, 82, `hsl(${hue + 190} 48% 38%)`) +
    glints.join('') +
    ferry
  );
}

/** @param {Draw} random */
function city(random) {
  const hue = random(215, 285);
  const stars = range(26).map(() => circle(random(0, 300), random(0, 90), 0.8, '#fff', 0.8));
  const houses = range(10).map((place) => {
    const top = random(60, 130);
    const x = place * 30;
    const windows = range(12).map((index) => {
      const lit = random(0, 2) > 0 ? 'hsl(46 95% 70%)' : `hsl(${hue} 30% 26%)`;
      return rectangle(x + 5 + (index % 3) * 7, top + 8 + Math.floor(index / 3) * 10, 4, 6, lit);
    });
    const wall = `hsl(${hue} 32% ${random(12, 20)}%)`;
    return rectangle(x, top, 29, 200 - top, wall) + windows.join('');
  });
  const cars = range(6).map((car) => rectangle(12 + car * 46, 168, 42, 12, 'hsl(48 92% 62%)'));
  return (
    sky(`hsl(${hue} 55% 14%)`, `hsl(${hue + 40} 50% 38%)`) +
    stars.join('') +
    circle(random(30, 270), random(20, 44), random(9, 15), 'hsl(50 60% 90%)') +
    houses.join('') +
    rectangle(0, 160, 300, 40, `hsl(${hue} 35% 9%)`) +
    cars.join('')
  );
}

/** @param {Draw} random */
function forest(random) {
  const hue = random(70, 160);
  const trees = range(27).map((index) => {
    const row = Math.floor(index / 9);
    const x = (index % 9) * 36 + random(-12, 12) + row * 6;
    const foot = 120 + row * 36;
    const half = random(13, 20) + row * 3;
    const colour = `hsl(${hue + random(-14, 14)} 38% ${52 - row * 15}%)`;
    return (
      rectangle(x - 2, foot - 4, 4, 14, 'hsl(25 35% 24%)') +
      `<path d="M${x} ${foot - half * 4}l${half} ${half * 4}h${-2 * half}z" fill="${colour}"/>`
    );
  });
  const ground = rectangle(0, 112, 300, 88, `hsl(${hue} 32% 40%)`);
  const path = `<path d="M${random(120, 180)} 112q${random(-50, 50)} 40 0 88h70q-60-50-62-88z" fill="hsl(38 45% 74%)"/>`;
  return sky(`hsl(${hue + 90} 50% 82%)`, `hsl(${hue} 55% 88%)`) + ground + path + trees.join('');
}

/** @param {Draw} random */
function balloons(random) {
  const hue = random(0, 359);
  const hills = [random(120, 140), random(150, 165)].map(
    (top, row) =>
      `<path d="M0 ${top}q75 ${random(-45, -15)} 150 0t150 0v80H0z" fill="hsl(${95 - row * 30} 42% ${58 - row * 14}%)"/>`,
  );
  const flock = [0, 1, 2].map((index) => {
    const x = 55 + index * 95 + random(-25, 25);
    const y = random(34, 76);
    const size = random(16, 30);
    const cloth = `hsl(${hue + index * 120} 72% 56%)`;
    return (
      `<path d="M${x - size} ${y}a${size} ${size} 0 0 1 ${2 * size} 0q0 ${size} ${-size * 0.7} ${size * 1.5}h${-size * 0.6}q${-size * 0.7} ${-size * 0.5} ${-size * 0.7} ${-size * 1.5}z" fill="${cloth}"/>` +
      `<ellipse cx="${x}" cy="${y + size * 0.2}" rx="${size * 0.35}" ry="${size * 1.2}" fill="#fff" opacity=".45"/>` +
      rectangle(x - 4, y + size * 1.5 + 5, 8, 6, 'hsl(28 45% 32%)')
    );
  });
  return (
    sky(`hsl(${random(195, 215)} 75% 74%)`, 'hsl(35 90% 90%)') + hills.join('') + flock.join('')
  );
}

/** @param {Draw} random */
function garden(random) {
  const hue = random(275, 345);
  const flowers = range(34).map(() => {
    const x = random(0, 300);
    const y = random(78, 196);
    const size = 2 + (y - 78) / 22;
    const colour = `hsl(${hue + random(0, 2) * 35} 78% ${random(58, 74)}%)`;
    const petals = [0, 72, 144, 216, 288].map((angle) => {
      const radians = (angle * Math.PI) / 180;
      return circle(
        x + Math.cos(radians) * size,
        y + Math.sin(radians) * size,
        size * 0.75,
        colour,
      );
    });
    return petals.join('') + circle(x, y, size * 0.6, 'hsl(46 95% 60%)');
  });
  const fence = range(20).map((post) => rectangle(post * 16, 46, 9, 34, '#f7f3ea'));
  return (
    sky('hsl(205 80% 78%)', 'hsl(200 80% 93%)') +
    fence.join('') +
    rectangle(0, 56, 300, 4, '#f7f3ea') +
    rectangle(0, 70, 300, 130, `hsl(${random(88, 130)} 42% 42%)`) +
    flowers.join('')
  );
}

/** @param {number} count */
function range(count) {
  return Array.from({ length: count }, (_, index) => index);
}

/**
 * @param {string} top
 * @param {string} bottom
 */
function sky(top, bottom) {
  return (
    '<defs><linearGradient id="sky" x2="0" y2="1">' +
    `<stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/>` +
    `</linearGradient></defs>${rectangle(0, 0, 300, 200, 'url(#sky)')}`
  );
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} fill
 * @param {number} [opacity]
 */
function circle(x, y, radius, fill, opacity = 1) {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}" opacity="${opacity}"/>`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {string} fill
 * @param {number} [opacity]
 */
function rectangle(x, y, width, height, fill, opacity = 1) {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}" opacity="${opacity}"/>`;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
