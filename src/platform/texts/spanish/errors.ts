import type { Texts } from '../catalogue.js';

/** What people read when something cannot be. */
export const errorsTexts: Pick<Texts, 'problems' | 'error' | 'errorsForPeople' | 'malformed'> = {
  problems: {
    title: 'Problemas',
    lead: 'Lo que responden las API de gestión cuando no pueden hacer lo que se les pide (RFC 9457).',
    status: 'Estado',
    code: 'Error',
  },
  error: {
    authorization: 'Error de autorización',
    logout: 'Error al cerrar la sesión',
    notFound: 'No encontrado',
    other: 'Algo no está bien',
    code: 'Error',
    reference: 'Referencia',
    goOn: 'Continuar a {name}',
    account: 'Su cuenta',
    home: 'Página de inicio',
    advice:
      'Vuelva atrás e inténtelo de nuevo. Si vuelve a ocurrir, indique la referencia al operador.',
    busy: 'El servidor no puede hacerlo en este momento.',
    busyAdvice: 'Inténtelo de nuevo dentro de un momento.',
    notFoundAdvice: 'Compruebe la dirección, o empiece por la página de inicio.',
  },
  errorsForPeople: {
    interactionOver: {
      happened: 'Este inicio de sesión ha caducado o se empezó en otro navegador.',
      toDo: 'Empiece de nuevo en la aplicación que quiere usar.',
    },
    notLinked: {
      happened: 'La cuenta externa no se ha vinculado: nadie inició sesión allí.',
      toDo: 'Vaya a su cuenta e inténtelo de nuevo.',
    },
    linkedElsewhere: {
      happened: 'Esta cuenta externa ya pertenece aquí a otra persona.',
      toDo: 'Inicie sesión allí con otra cuenta, o pregunte a su administrador.',
    },
    requestOver: {
      happened: 'Este inicio de sesión ha caducado, ya está hecho o pertenece a otra aplicación.',
      toDo: 'Vuelva a la aplicación y empiece de nuevo.',
    },
    answeredAlready: {
      happened: 'Esto ya está hecho.',
      toDo: 'Continúe en la aplicación de la que viene.',
    },
    linkOver: {
      happened: 'Este enlace ya se usó, es demasiado antiguo o hay uno más reciente.',
      toDo: 'Pida otro donde obtuvo este.',
    },
    addressTaken: {
      happened: 'Otra cuenta tiene esta dirección.',
      toDo: 'Inicie sesión con esa cuenta, o elija otra dirección.',
    },
    accountGone: {
      happened: 'Esta cuenta ya no existe.',
      toDo: 'Inicie sesión con otra cuenta.',
    },
    noSignUp: {
      happened: 'Aquí nadie crea una cuenta por su cuenta.',
      toDo: 'Pida una cuenta a su administrador.',
    },
    noMail: {
      happened:
        'Este servidor no envía correo, así que no puede enviar un enlace para una contraseña nueva.',
      toDo: 'Pida una contraseña nueva a su administrador.',
    },
    nothingHere: {
      happened: 'No hay nada en esta dirección.',
      toDo: 'Vuelva a la aplicación y empiece de nuevo.',
    },
    notAtDesk: {
      happened: 'Aquí no hay nada que pueda ver.',
      toDo: 'Búsquelo en la ventanilla, o pida a la administración el rol que necesita.',
    },
    formOutOfDate: {
      happened: 'Este formulario está anticuado o se envió desde otro sitio.',
      toDo: 'Vuelva atrás, recargue la página e inténtelo de nuevo.',
    },
  },
  malformed: {
    tooLarge: {
      happened: 'La dirección o las cookies que envió su navegador son demasiado largas.',
      toDo: 'Borre las cookies de este sitio, o vuelva a la aplicación y empiece de nuevo.',
    },
    unreadable: {
      happened: 'La petición está mal formada o llegó demasiado despacio.',
      toDo: 'Inténtelo de nuevo.',
    },
  },
};
