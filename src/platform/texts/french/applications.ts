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
    about: 'À propos de {name}',
    continueTo: 'pour continuer vers',
    askedForBy: 'Demandé par',
    website: 'Site web',
    privacyPolicy: 'Confidentialité',
    terms: 'Conditions',
    firstParty: 'Gérée par votre organisation',
    unverified:
      'Cette application s’est inscrite elle-même. Personne n’a vérifié qu’elle est ce que dit son nom.',
    describedBy: 'décrite par {host}',
    yourAccount: 'votre compte',
  },
  person: {
    signedInAs: 'Connecté en tant que {name}',
    unknownBrowser: 'Navigateur inconnu',
    browserOnSystem: '{browser} sous {system}',
  },
  scopes: {
    asks: 'Elle vous demande la permission de :',
    offlineAccess: 'Garder cet accès en votre absence, jusqu’à ce que vous le retiriez',
    ofOpenId: {
      openid: 'Savoir qui vous êtes, par un identifiant qui ne change jamais',
      profile: 'Voir votre profil : nom, image, date de naissance, langue',
      email: 'Voir votre adresse e-mail',
      address: 'Voir votre adresse postale',
      phone: 'Voir votre numéro de téléphone',
      groups: 'Voir de quels groupes vous faites partie',
      roles: 'Voir vos rôles',
      offline_access: 'Garder cet accès en votre absence, jusqu’à ce que vous le retiriez',
    },
    ofClaims: {
      name: 'Voir votre nom complet',
      family_name: 'Voir votre nom de famille',
      given_name: 'Voir votre prénom',
      middle_name: 'Voir votre deuxième prénom',
      nickname: 'Voir votre surnom',
      preferred_username: 'Voir votre nom d’utilisateur',
      profile: 'Voir l’adresse de votre page de profil',
      picture: 'Voir votre image',
      website: 'Voir l’adresse de votre site web',
      gender: 'Voir votre genre',
      birthdate: 'Voir votre date de naissance',
      zoneinfo: 'Voir votre fuseau horaire',
      locale: 'Voir votre langue',
      updated_at: 'Voir quand votre profil a été modifié',
      email: 'Voir votre adresse e-mail',
      email_verified: 'Voir si votre adresse e-mail est confirmée',
      address: 'Voir votre adresse postale',
      groups: 'Voir de quels groupes vous faites partie',
      roles: 'Voir vos rôles',
      phone_number: 'Voir votre numéro de téléphone',
      phone_number_verified: 'Voir si votre numéro de téléphone est confirmé',
    },
  },
  // Names of APIs are data, and these are in English like those of others.
  ownApis: english.ownApis,
  consent: {
    title: 'Autoriser l’accès',
    heading: 'Autoriser l’accès ?',
    includes: 'Cela comprend l’accès à {apis}.',
    notYou: 'Ce n’est pas vous ? Utiliser un autre compte',
    allow: 'Autoriser',
    deny: 'Refuser',
    onward:
      'Dans les deux cas, vous continuez vers {host}. Vous pourrez retirer l’accès plus tard sur la page de votre compte.',
  },
  noAccess: {
    title: 'Pas d’accès',
    heading: 'Vous n’avez pas accès à {client}',
    lead: 'Elle n’est ouverte qu’à certaines personnes, et vous n’en faites pas partie. Demandez à la personne qui en est responsable, ou à votre administrateur.',
    goOn: 'Continuer sans accès',
  },
  departure: {
    title: 'Vous partez',
    heading: 'Continuer vers cette adresse ?',
    lead: 'La demande ne peut pas être satisfaite, et rien n’a été autorisé. Elle vous mènerait à {host}. Ne continuez que si vous connaissez cette adresse.',
    goOn: 'Continuer',
  },
  formPost: {
    title: 'Continuer',
    lead: 'Vous continuez vers {host}.',
    goOn: 'Continuer',
  },
  device: {
    title: 'Connecter un appareil',
    hint: 'Saisissez le code que montre votre appareil.',
    code: 'Code',
    submit: 'Continuer',
    unknownCode:
      'Aucun appareil n’attend avec ce code. Vérifiez-le, ou recommencez sur l’appareil.',
    tooMany: 'Trop de codes erronés. Attendez une minute et réessayez.',
    over: 'Cette demande a déjà reçu une réponse ou a expiré. Recommencez sur l’appareil.',
    confirm: 'Connecter cet appareil ?',
    inFrontOfYou: 'Ne continuez que si l’appareil est devant vous et montre ce code :',
    asked: 'Il l’a demandé {ago} ({time}).',
    askedFromHere: 'Il l’a demandé {ago} ({time}) depuis le réseau que vous utilisez.',
    justNow: 'à l’instant',
    aMinuteAgo: 'il y a une minute',
    minutesAgo: 'il y a {minutes} minutes',
    elsewhere:
      'Il est dans un autre réseau que le vôtre, à {address}. Si quelqu’un vous a envoyé son code, refusez : l’appareil agirait en votre nom.',
    allow: 'Autoriser',
    deny: 'Refuser',
    connected: 'Appareil connecté',
    goesOn:
      'Votre appareil continue tout seul dans quelques secondes. Vous pouvez fermer cette fenêtre.',
    notConnected: 'Appareil non connecté',
    gotNothing: 'L’appareil n’a reçu aucun accès. Vous pouvez fermer cette fenêtre.',
  },
};
