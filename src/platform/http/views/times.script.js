/* global document, navigator, Intl */
// Says times in the reader's zone, which the server does not know; what it said stays at hand.
const { lang } = document.documentElement;
// As the reader writes dates in the language of the page.
const locale = navigator.languages.find((own) => own.split('-', 1)[0] === lang) ?? lang;
const inWords = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

for (const time of document.querySelectorAll('time')) {
  time.title = time.textContent;
  time.textContent = inWords.format(new Date(time.dateTime));
}
