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
    about: 'Acerca de {name}',
    continueTo: 'para continuar a',
    askedForBy: 'Lo pide',
    website: 'Sitio web',
    privacyPolicy: 'Privacidad',
    terms: 'Condiciones',
    firstParty: 'Gestionada por su organización',
    unverified:
      'Esta aplicación se registró a sí misma. Nadie ha comprobado que sea lo que dice su nombre.',
    describedBy: 'descrita por {host}',
    yourAccount: 'su cuenta',
  },
  person: {
    signedInAs: 'Sesión iniciada como {name}',
    unknownBrowser: 'Navegador desconocido',
    browserOnSystem: '{browser} en {system}',
  },
  scopes: {
    asks: 'Le pide permiso para:',
    offlineAccess: 'Conservar este acceso en su ausencia, hasta que usted lo retire',
    ofOpenId: {
      openid: 'Saber quién es usted, por un identificador que nunca cambia',
      profile: 'Ver su perfil: nombre, imagen, fecha de nacimiento, idioma',
      email: 'Ver su dirección de correo',
      address: 'Ver su dirección postal',
      phone: 'Ver su número de teléfono',
      groups: 'Ver en qué grupos está',
      roles: 'Ver sus funciones',
      offline_access: 'Conservar este acceso en su ausencia, hasta que usted lo retire',
    },
    ofClaims: {
      name: 'Ver su nombre completo',
      family_name: 'Ver sus apellidos',
      given_name: 'Ver su nombre',
      middle_name: 'Ver su segundo nombre',
      nickname: 'Ver su apodo',
      preferred_username: 'Ver su nombre de usuario',
      profile: 'Ver la dirección de su página de perfil',
      picture: 'Ver su imagen',
      website: 'Ver la dirección de su sitio web',
      gender: 'Ver su género',
      birthdate: 'Ver su fecha de nacimiento',
      zoneinfo: 'Ver su zona horaria',
      locale: 'Ver su idioma',
      updated_at: 'Ver cuándo se cambió su perfil',
      email: 'Ver su dirección de correo',
      email_verified: 'Ver si su dirección de correo está confirmada',
      address: 'Ver su dirección postal',
      groups: 'Ver en qué grupos está',
      roles: 'Ver sus funciones',
      phone_number: 'Ver su número de teléfono',
      phone_number_verified: 'Ver si su número de teléfono está confirmado',
    },
  },
  // Names of APIs are data, and these are in English like those of others.
  ownApis: english.ownApis,
  consent: {
    title: 'Permitir el acceso',
    heading: '¿Permitir el acceso?',
    includes: 'Esto incluye el acceso a {apis}.',
    notYou: '¿No es usted? Usar otra cuenta',
    allow: 'Permitir',
    deny: 'Denegar',
    onward:
      'En ambos casos continúa a {host}. Puede retirar el acceso más tarde en la página de su cuenta.',
  },
  noAccess: {
    title: 'Sin acceso',
    heading: 'Usted no tiene acceso a {client}',
    lead: 'Solo está abierta a ciertas personas, y usted no está entre ellas. Pregunte a quien esté a cargo, o a su administrador.',
    goOn: 'Continuar sin acceso',
  },
  departure: {
    title: 'Se marcha',
    heading: '¿Continuar a esta dirección?',
    lead: 'La petición no puede concederse, y no se ha permitido nada. Le llevaría a {host}. Continúe solo si conoce esta dirección.',
    goOn: 'Continuar',
  },
  formPost: {
    title: 'Continuar',
    lead: 'Continúa a {host}.',
    goOn: 'Continuar',
  },
  device: {
    title: 'Conectar un dispositivo',
    hint: 'Escriba el código que muestra su dispositivo.',
    code: 'Código',
    submit: 'Continuar',
    unknownCode:
      'Ningún dispositivo espera con este código. Compruébelo, o empiece de nuevo en el dispositivo.',
    tooMany: 'Demasiados códigos erróneos. Espere un minuto e inténtelo de nuevo.',
    over: 'Esta petición ya se respondió o ha caducado. Empiece de nuevo en el dispositivo.',
    confirm: '¿Conectar este dispositivo?',
    inFrontOfYou: 'Continúe solo si el dispositivo está delante de usted y muestra este código:',
    asked: 'Lo pidió {ago} ({time}).',
    askedFromHere: 'Lo pidió {ago} ({time}) desde la red que usted usa ahora.',
    justNow: 'ahora mismo',
    aMinuteAgo: 'hace un minuto',
    minutesAgo: 'hace {minutes} minutos',
    elsewhere:
      'Está en otra red que la que usted usa ahora, en {address}. Si alguien le envió su código, deniéguelo: el dispositivo actuaría en su nombre.',
    allow: 'Permitir',
    deny: 'Denegar',
    connected: 'Dispositivo conectado',
    goesOn: 'Su dispositivo continúa solo en unos segundos. Puede cerrar esta ventana.',
    notConnected: 'Dispositivo no conectado',
    gotNothing: 'El dispositivo no recibió acceso. Puede cerrar esta ventana.',
  },
};
