import type { Texts } from '../catalogue.js';

const UNDO = 'Cerrar todas las sesiones y elegir otra contraseña (posible durante siete días)';
const NOTHING_TO_DO = 'Si fue usted, no hay nada que hacer.';

/** What is mailed. */
export const mailsTexts: Pick<Texts, 'mails'> = {
  mails: {
    hello: 'Hola:',
    helloTo: 'Hola, {name}:',
    address: 'Si el botón no hace nada, abra esta dirección:',
    notYou: '¿No fue usted?',
    footer: 'Enviado por {product} en {issuer}. Nadie lee las respuestas a este correo.',
    kinds: {
      test: {
        subject: 'Una prueba de {product}',
        paragraphs: ['Un administrador pidió este correo. El envío funciona.'],
        closing: [],
      },
      invitation: {
        subject: 'Su cuenta en {product}',
        paragraphs: [
          'Se ha creado una cuenta para usted. Inicia sesión como {username}, con una contraseña que elige ahora.',
        ],
        button: 'Elegir su contraseña',
        closing: ['El enlace vale una vez, durante siete días. Después, pida otro.'],
      },
      verification: {
        subject: '¿Es esta su dirección?',
        paragraphs: ['Confirme que esta es la dirección de correo de la cuenta {username}.'],
        button: 'Confirmar la dirección',
        closing: ['El enlace vale una vez, durante un día. Si no pidió nada, no haga nada.'],
      },
      newAddress: {
        subject: 'Confirme su nueva dirección',
        paragraphs: [
          'Confirme que esta ha de ser la dirección de correo de la cuenta {username}. Hasta entonces conserva la que tiene.',
        ],
        button: 'Confirmar la dirección',
        closing: ['El enlace vale una vez, durante un día. Si no pidió nada, no haga nada.'],
      },
      identityLinked: {
        subject: 'Se vinculó una cuenta externa',
        paragraphs: ['Desde ahora se puede iniciar sesión como {username} con una cuenta externa.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      identityUnlinked: {
        subject: 'Se desvinculó una cuenta externa',
        paragraphs: ['Una cuenta externa ya no está vinculada a la cuenta {username}.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      addressChanged: {
        subject: 'Su cuenta tiene otra dirección',
        paragraphs: [
          'La cuenta {username} tiene desde ahora otra dirección de correo. Este es el último correo a esta.',
        ],
        closing: [NOTHING_TO_DO],
        undo: 'Recuperar esta dirección y cerrar todas las sesiones (posible durante siete días)',
      },
      passwordChanged: {
        subject: 'Se cambió su contraseña',
        paragraphs: ['La cuenta {username} tiene una contraseña nueva.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      authenticatorAdded: {
        subject: 'Una nueva forma de iniciar sesión',
        paragraphs: ['Se añadió otra forma de iniciar sesión a la cuenta {username}.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      authenticatorRemoved: {
        subject: 'Se eliminó una forma de iniciar sesión',
        paragraphs: ['Se eliminó una forma de iniciar sesión de la cuenta {username}.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      authenticatorsReset: {
        subject: 'Se eliminaron sus otras formas de iniciar sesión',
        paragraphs: [
          'Un administrador eliminó las otras formas de iniciar sesión de la cuenta {username}. Su sesión se ha cerrado en todas partes.',
        ],
        closing: ['Si usted lo pidió, no hay nada que hacer.'],
        undo: UNDO,
      },
      newBrowser: {
        subject: 'Inicio de sesión en un navegador nuevo',
        paragraphs: [
          'Alguien inició sesión como {username} en un navegador en el que usted nunca lo había hecho: {browser}, desde {address}.',
        ],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      recoveryCodeUsed: {
        subject: 'Se usó un código de recuperación',
        paragraphs: [
          'Alguien dio un código de recuperación de la cuenta {username} en lugar de su segundo paso: {browser}, desde {address}.',
        ],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      factorsLocked: {
        subject: 'Alguien intenta adivinar su segundo paso',
        paragraphs: [
          'Alguien sabe cómo empezar a iniciar sesión como {username}, e intentó adivinar tantas veces el segundo paso que hoy ya no se acepta. Nadie entró.',
        ],
        closing: ['Si fue usted, inténtelo de nuevo mañana, o pregunte a su administrador.'],
        undo: UNDO,
      },
      accountDeleted: {
        subject: 'Se eliminó una cuenta',
        paragraphs: [
          'La cuenta que tenía esta dirección en {product} se ha eliminado, como usted pidió.',
        ],
        closing: ['Este es el último correo.'],
      },
      locked: {
        subject: 'Alguien intenta adivinar su contraseña',
        paragraphs: [
          'Hubo tantas contraseñas erróneas para la cuenta {username} que no acepta más en navegadores en los que usted nunca inició sesión. Nadie entró.',
          'Puede iniciar sesión donde ya lo hizo antes, o elegir una contraseña nueva.',
        ],
        closing: [],
        undo: 'Elegir otra contraseña y cerrar todas las sesiones (posible durante siete días)',
      },
      recovery: {
        subject: 'Elija una contraseña nueva',
        paragraphs: [
          'Alguien, probablemente usted, pidió una contraseña nueva para la cuenta {username}.',
        ],
        button: 'Elegir una contraseña nueva',
        closing: [
          'El enlace vale una vez, durante una hora. Uno más reciente lo anula.',
          'Si no fue usted, no hay nada que hacer: su contraseña sigue igual.',
        ],
      },
      signUp: {
        subject: 'Su cuenta nueva en {product}',
        paragraphs: ['Alguien, probablemente usted, quiere una cuenta con esta dirección.'],
        button: 'Crear la cuenta',
        closing: [
          'El enlace vale una vez, durante un día. Uno más reciente lo anula.',
          'Si no fue usted, no hay nada que hacer: sin el enlace no hay cuenta.',
        ],
      },
      accountExists: {
        subject: 'Tiene una cuenta en {product}',
        paragraphs: [
          'Alguien, probablemente usted, quiere una cuenta con esta dirección. Ya tiene una: {username}.',
        ],
        button: 'Iniciar sesión',
        other: '¿Ha olvidado su contraseña? Elija una nueva',
        closing: ['Si no fue usted, no hay nada que hacer.'],
      },
      signUpWaits: {
        subject: 'Su cuenta espera',
        paragraphs: [
          'Su cuenta {username} espera a un administrador. Recibirá un correo cuando se pueda usar.',
        ],
        closing: ['No hay nada que hacer.'],
      },
      signUpApproved: {
        subject: 'Su cuenta ya se puede usar',
        paragraphs: ['Un administrador ha aprobado su cuenta {username}.'],
        button: 'Iniciar sesión',
        closing: [],
      },
      signUpRefused: {
        subject: 'Su cuenta fue rechazada',
        paragraphs: [
          'Un administrador ha rechazado la cuenta {username} en {product}. Está eliminada.',
        ],
        closing: ['Pregúntele si cree que es un error.'],
      },
    },
  },
};
