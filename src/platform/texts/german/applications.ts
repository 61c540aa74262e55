import type { Texts } from '../catalogue.js';
import { applicationsTexts as english } from '../english/applications.js';

/** What applications may do, and how people get to them and back. */
export const applicationsTexts: Pick<
  Texts,
  | 'client'
  | 'person'
  | 'scopes'
  | 'ownApis'
  | 'consent'
  | 'noAccess'
  | 'departure'
  | 'formPost'
  | 'device'
> = {
  client: {
    about: 'Über {name}',
    continueTo: 'weiter zu',
    askedForBy: 'Angefragt von',
    website: 'Website',
    privacyPolicy: 'Datenschutz',
    terms: 'Bedingungen',
    firstParty: 'Von Ihrer Organisation verwaltet',
    unverified:
      'Diese Anwendung hat sich selbst angemeldet. Niemand hat geprüft, ob sie ist, was ihr Name sagt.',
    describedBy: 'beschrieben von {host}',
    yourAccount: 'Ihr Konto',
  },
  person: {
    signedInAs: 'Angemeldet als {name}',
    unknownBrowser: 'Unbekannter Browser',
    browserOnSystem: '{browser} unter {system}',
  },
  scopes: {
    asks: 'Sie bittet Sie um Erlaubnis:',
    offlineAccess: 'Diesen Zugriff behalten, während Sie fort sind, bis Sie ihn entziehen',
    ofOpenId: {
      openid: 'Wissen, wer Sie sind, durch eine Kennung, die sich nie ändert',
      profile: 'Ihr Profil sehen: Name, Bild, Geburtstag, Sprache',
      email: 'Ihre E-Mail-Adresse sehen',
      address: 'Ihre Anschrift sehen',
      phone: 'Ihre Telefonnummer sehen',
      groups: 'Sehen, in welchen Gruppen Sie sind',
      roles: 'Ihre Rollen sehen',
      offline_access: 'Diesen Zugriff behalten, während Sie fort sind, bis Sie ihn entziehen',
    },
    ofClaims: {
      name: 'Ihren Namen sehen',
      family_name: 'Ihren Nachnamen sehen',
      given_name: 'Ihren Vornamen sehen',
      middle_name: 'Ihren weiteren Vornamen sehen',
      nickname: 'Ihren Spitznamen sehen',
      preferred_username: 'Ihren Benutzernamen sehen',
      profile: 'Die Adresse Ihrer Profilseite sehen',
      picture: 'Ihr Bild sehen',
      website: 'Die Adresse Ihrer Website sehen',
      gender: 'Ihr Geschlecht sehen',
      birthdate: 'Ihr Geburtsdatum sehen',
      zoneinfo: 'Ihre Zeitzone sehen',
      locale: 'Ihre Sprache sehen',
      updated_at: 'Sehen, wann Ihr Profil zuletzt geändert wurde',
      email: 'Ihre E-Mail-Adresse sehen',
      email_verified: 'Sehen, ob Ihre E-Mail-Adresse bestätigt ist',
      address: 'Ihre Anschrift sehen',
      groups: 'Sehen, in welchen Gruppen Sie sind',
      roles: 'Ihre Rollen sehen',
      phone_number: 'Ihre Telefonnummer sehen',
      phone_number_verified: 'Sehen, ob Ihre Telefonnummer bestätigt ist',
    },
  },
  // Names of APIs are data, and these are in English like those of others.
  ownApis: english.ownApis,
  consent: {
    title: 'Zugriff erlauben',
    heading: 'Zugriff erlauben?',
    includes: 'Dazu gehört der Zugriff auf {apis}.',
    notYou: 'Nicht Sie? Anderes Konto benutzen',
    allow: 'Erlauben',
    deny: 'Ablehnen',
    onward:
      'In beiden Fällen geht es weiter zu {host}. Sie können den Zugriff später auf Ihrer Kontoseite entziehen.',
  },
  noAccess: {
    title: 'Kein Zugang',
    heading: 'Sie haben keinen Zugang zu {client}',
    lead: 'Diese Anwendung steht nur bestimmten Personen offen, und Sie gehören nicht dazu. Fragen Sie, wer dafür zuständig ist, oder Ihre Administration.',
    goOn: 'Ohne Zugang weiter',
  },
  departure: {
    title: 'Sie gehen weiter',
    heading: 'Weiter zu dieser Adresse?',
    lead: 'Die Anfrage kann nicht erfüllt werden, und es wurde nichts erlaubt. Es ginge weiter zu {host}. Gehen Sie nur weiter, wenn Sie diese Adresse kennen.',
    goOn: 'Weiter',
  },
  formPost: {
    title: 'Weiter',
    lead: 'Es geht weiter zu {host}.',
    goOn: 'Weiter',
  },
  device: {
    title: 'Gerät verbinden',
    hint: 'Geben Sie den Code ein, den Ihr Gerät zeigt.',
    code: 'Code',
    submit: 'Weiter',
    unknownCode:
      'Kein Gerät wartet mit diesem Code. Prüfen Sie ihn, oder beginnen Sie am Gerät noch einmal.',
    tooMany: 'Zu viele falsche Codes. Warten Sie eine Minute und versuchen Sie es noch einmal.',
    over: 'Diese Anfrage wurde schon beantwortet oder ist abgelaufen. Beginnen Sie am Gerät noch einmal.',
    confirm: 'Dieses Gerät verbinden?',
    inFrontOfYou: 'Gehen Sie nur weiter, wenn das Gerät vor Ihnen steht und diesen Code zeigt:',
    asked: 'Es hat {ago} gefragt ({time}).',
    askedFromHere: 'Es hat {ago} gefragt ({time}), aus dem Netz, in dem auch Sie sind.',
    justNow: 'gerade eben',
    aMinuteAgo: 'vor einer Minute',
    minutesAgo: 'vor {minutes} Minuten',
    elsewhere:
      'Es ist in einem anderen Netz als Sie, unter {address}. Wenn Ihnen jemand den Code geschickt hat, lehnen Sie ab: Das Gerät würde in Ihrem Namen handeln.',
    allow: 'Erlauben',
    deny: 'Ablehnen',
    connected: 'Gerät verbunden',
    goesOn:
      'Ihr Gerät macht in einigen Sekunden von selbst weiter. Sie können dieses Fenster schließen.',
    notConnected: 'Gerät nicht verbunden',
    gotNothing: 'Das Gerät hat keinen Zugriff bekommen. Sie können dieses Fenster schließen.',
  },
};
