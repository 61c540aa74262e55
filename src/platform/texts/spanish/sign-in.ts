import type { Texts } from '../catalogue.js';

/** How people prove who they are, and leave. */
export const signInTexts: Pick<
  Texts,
  | 'signIn'
  | 'signInSteps'
  | 'totp'
  | 'recoveryCode'
  | 'passkeys'
  | 'upstream'
  | 'accountChoice'
  | 'signOut'
  | 'signedOut'
  | 'newPassword'
> = {
  signIn: {
    title: 'Iniciar sesión',
    username: 'Nombre de usuario',
    password: 'Contraseña',
    submit: 'Iniciar sesión',
    cancel: 'Cancelar',
    forgot: '¿Ha olvidado su contraseña?',
    signUp: 'Crear una cuenta',
    keep: 'Mantener la sesión iniciada',
    wrong:
      'El nombre de usuario o la contraseña son erróneos. Tras varios intentos, espere un cuarto de hora. Si la contraseña es correcta y esto continúa, use un navegador en el que ya haya iniciado sesión, o pida a su administrador que desbloquee su cuenta.',
  },
  signInSteps: {
    login: { title: 'Iniciar sesión', submit: 'Iniciar sesión' },
    second_factor: {
      title: 'Un paso más',
      lead: 'Su cuenta, o la aplicación que quiere usar, pide una segunda prueba de que es usted.',
      submit: 'Continuar',
    },
    enrolment: {
      title: 'Configurar un segundo paso',
      lead: 'La aplicación que quiere usar pide una segunda prueba de que es usted. Configúrela una vez; desde ahora se le pedirá.',
      submit: 'Continuar',
    },
    grace: {
      title: 'Configurar un segundo paso',
      lead: 'Necesitará una segunda prueba de que es usted. Puede configurarla ahora o más tarde.',
      submit: 'Continuar',
    },
    new_password: {
      title: 'Elegir otra contraseña',
      lead: 'Su contraseña debe sustituirse. Elija otra y continúe.',
      submit: 'Establecer la contraseña',
    },
    trust: 'No pedir este paso en este navegador durante {days} días',
    until: 'Puede aplazarlo hasta el {time}.',
    later: 'Ahora no',
    recovery: {
      title: 'Guarde sus códigos de recuperación',
      submit: 'Los he guardado',
    },
    anotherWay: 'Probar de otra forma: {title}',
    otherPerson:
      'Este paso es para la cuenta que tiene aquí la sesión iniciada. Inicie sesión con ella, o cancele.',
    elsewhereFailed:
      'El otro servidor no dijo quién es usted. Inténtelo de nuevo dentro de un momento, o inicie sesión de otra forma.',
    tooMany:
      'Hoy hubo demasiados intentos erróneos. Espere hasta mañana, o pida ayuda a su administrador.',
  },
  totp: {
    title: 'Aplicación de autenticación',
    code: 'Código de su aplicación de autenticación',
    wrong:
      'Este no es el código que muestra su aplicación, o ya se usó. Espere al siguiente e inténtelo de nuevo.',
    scan: 'Escanee esta imagen con una aplicación de autenticación.',
    confirm: 'Escriba las seis cifras que muestra la aplicación.',
    qrCode: 'Código QR con la clave de abajo',
    byHand: 'O escriba esta clave a mano:',
    onThisDevice: 'Abrir la aplicación en este dispositivo',
    wrongAtEnrolment:
      'Este no es el código que muestra la aplicación para esta clave. Espere al siguiente e inténtelo de nuevo. Si continúa, compruebe el reloj del dispositivo.',
    tooLate:
      'Ha tardado demasiado. Aquí tiene una clave nueva: elimine la anterior de su aplicación y empiece de nuevo.',
    tooMany: 'Tiene diez aplicaciones de autenticación. Elimine antes una.',
  },
  recoveryCode: {
    title: 'Códigos de recuperación',
    lead: 'Escriba uno de los códigos que guardó al configurar su segundo paso. Vale una vez, y después configura un nuevo segundo paso.',
    code: 'Código de recuperación',
    wrong: 'Este no es ninguno de sus códigos de recuperación, o ya se usó.',
    keep: 'Si pierde su segundo paso, cada uno de estos códigos le deja entrar una vez. Imprímalos, o guárdelos en un gestor de contraseñas. No se volverán a mostrar.',
    download: 'Descargar como archivo de texto',
    kept: 'Los he guardado',
    fileTitle: 'Códigos de recuperación, cada uno válido una vez',
    tooLate: 'Ha tardado demasiado. Aquí tiene códigos nuevos; los anteriores no valen.',
    left: 'Quedan {left} de {all}',
  },
  passkeys: {
    title: 'Llave de acceso',
    nameByDate: 'Llave de acceso del {date}',
    signIn: 'Iniciar sesión con una llave de acceso',
    use: 'Usar su llave de acceso',
    create: 'Crear una llave de acceso',
    about:
      'Con una llave de acceso inicia sesión con su huella, su cara o el PIN de este dispositivo, o con una llave de seguridad. No hay nada que recordar, y nadie puede engañarle para que la entregue.',
    wrong: 'Esta llave de acceso no funciona aquí. Use otra, o inicie sesión de otra forma.',
    cloned:
      'Esta llave de acceso se usó en otro sitio de una manera que no debería. Inicie sesión de otra forma y elimínela de su cuenta.',
    tooLate: 'Ha tardado demasiado, o ya estaba hecho. Inténtelo de nuevo.',
    noAnswer:
      'Su navegador no envió ninguna llave de acceso. Hacen falta JavaScript y un navegador que las conozca; si no, inicie sesión de otra forma.',
    notMade: 'No se pudo crear la llave de acceso. Inténtelo de nuevo, o use otro dispositivo.',
    notAdded: 'Esta llave de acceso ya está configurada, o tiene tantas como es posible.',
    notAllowed:
      'No ha pasado nada: se canceló, tardó demasiado o aquí no hay ninguna llave de acceso.',
    exists: 'En este dispositivo ya hay una llave de acceso para esta cuenta.',
    failed:
      'Su navegador no puede hacerlo en este momento. Inténtelo de nuevo, o continúe de otra forma.',
    needsScript: 'Las llaves de acceso necesitan JavaScript, que su navegador no ejecuta aquí.',
  },
  upstream: {
    title: 'O con una cuenta que tiene en otro sitio:',
    address: 'otra dirección',
    goOn: 'Continuar',
    signIn: 'Iniciar sesión con {name}',
    wrong: 'Nadie inició sesión allí. Inténtelo de nuevo, o inicie sesión de otra forma.',
    gone: 'Ya no puede iniciar sesión allí. Inicie sesión de otra forma.',
    identifier: 'Nombre de usuario o dirección de correo',
    cannotProve:
      '{name} no dice cuándo inició sesión allí, y aquí hay que saberlo. Inicie sesión de otra forma.',
    notFresh:
      '{name} no le pidió iniciar sesión de nuevo, y aquí es necesario. Cierre la sesión allí e inténtelo de nuevo, o inicie sesión de otra forma.',
    denied: '{name} no le dejó continuar, o usted canceló allí.',
    repeated: 'Esta respuesta ya llegó antes. Inténtelo de nuevo.',
    nobody:
      'Aquí no hay ninguna cuenta para la que tiene en {name}. Pida una a su administrador e indíquele esta referencia: {reference}. O inicie sesión de otra forma.',
    link: {
      title: '¿Es esta su cuenta?',
      lead: 'Aquí hay una cuenta con la dirección {email}. Demuestre una vez que es suya, y desde entonces podrá iniciar sesión también con {name}.',
    },
  },
  accountChoice: {
    title: 'Elegir una cuenta',
    goOn: 'Continuar con esta cuenta',
    other: 'Usar otra cuenta',
    cancel: 'Cancelar',
  },
  signOut: {
    title: 'Cerrar sesión',
    heading: '¿Cerrar sesión?',
    errorTitle: 'Error al cerrar la sesión',
    errorLead:
      'La aplicación pidió cerrar su sesión de una manera incorrecta; todavía no ha pasado nada. {reason}',
    askedBy: '{application} le pide que cierre la sesión también aquí.',
    signedInAs: 'Tiene la sesión iniciada como {name}.',
    ends: 'Al cerrar la sesión termina su sesión con todas las aplicaciones que abrió desde aquí.',
    confirm: 'Cerrar sesión',
    stay: 'Mantener la sesión iniciada',
  },
  signedOut: {
    title: 'Sesión cerrada',
    lead: 'Su sesión ha terminado. En un ordenador compartido, cierre también la ventana del navegador.',
    telling: 'Se está avisando a las aplicaciones que abrió.',
    tellingThenBack:
      'Se está avisando a las aplicaciones que abrió; después vuelve a {application}.',
    stranger: 'Le llevaría a {host}. Continúe solo si conoce esta dirección.',
    back: 'Volver a {application}',
    elsewhere: 'Cerrar la sesión también en {name}',
    signInAgain: 'Iniciar sesión de nuevo',
    frame: 'Una aplicación a la que se está avisando',
  },
  newPassword: {
    rule: 'Al menos {length} caracteres. Varias palabras seguidas están bien; los nombres, y lo que muchos eligen, no.',
    tooLong: 'La contraseña no debe tener más de {length} caracteres.',
    tooShort: 'La contraseña debe tener al menos {length} caracteres.',
    control: 'La contraseña no debe contener caracteres de control.',
    breached: 'Esta contraseña se conoce por la filtración de otro servicio. Elija otra.',
    common: 'Esta contraseña es una de las primeras que prueban los atacantes. Elija otra.',
    name: 'La contraseña debe ser más que un nombre con cifras o signos añadidos.',
    same: 'Esta es la contraseña que tiene. Elija otra.',
    changedMeanwhile: 'La contraseña acaba de cambiarse en otro sitio.',
  },
};
