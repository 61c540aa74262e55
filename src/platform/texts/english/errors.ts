/** What people read when something cannot be. */
export const errorsTexts = {
  problems: {
    title: 'Problems',
    lead: 'What the management APIs answer when they cannot do what was asked (RFC 9457).',
    status: 'Status',
    code: 'Error',
  },
  error: {
    authorization: 'Authorization error',
    logout: 'Logout error',
    notFound: 'Not found',
    other: 'Something is not right',
    code: 'Error',
    reference: 'Reference',
    goOn: 'Go on to {name}',
    account: 'Your account',
    home: 'Start page',
    /** What people can do about an error of which nothing more is known. */
    advice: 'Go back and try again, and if it happens again, tell the operator the reference.',
    busy: 'The server cannot do this at the moment.',
    busyAdvice: 'Try again in a moment.',
    notFoundAdvice: 'Check the address, or begin at the start page.',
  },
  /** What happened, and what people can do about it: a sentence each. */
  errorsForPeople: {
    interactionOver: {
      happened: 'This sign-in has expired or was started in another browser.',
      toDo: 'Begin again in the application that you want to use.',
    },
    notLinked: {
      happened: 'The account elsewhere was not linked: nobody signed in there.',
      toDo: 'Go to your account and try again.',
    },
    linkedElsewhere: {
      happened: 'This account elsewhere belongs to somebody else here.',
      toDo: 'Sign in there as somebody else, or ask an administrator.',
    },
    requestOver: {
      happened: 'This sign-in has expired, is already done, or belongs to another application.',
      toDo: 'Go back to the application and start again.',
    },
    answeredAlready: {
      happened: 'This is already done.',
      toDo: 'Go on in the application that you came from.',
    },
    linkOver: {
      happened: 'This link was used, is too old, or there is a newer one.',
      toDo: 'Ask for another one where this one came from.',
    },
    addressTaken: {
      happened: 'Another account has this address.',
      toDo: 'Sign in with that account, or take another address.',
    },
    accountGone: {
      happened: 'This account does not exist any more.',
      toDo: 'Sign in with another account.',
    },
    noSignUp: {
      happened: 'Nobody makes an account by themselves here.',
      toDo: 'Ask an administrator for an account.',
    },
    noMail: {
      happened: 'This server sends no mail, so it cannot send a link to a new password.',
      toDo: 'Ask an administrator for a new password.',
    },
    nothingHere: {
      happened: 'There is nothing at this address.',
      toDo: 'Go back to the application and start again.',
    },
    notAtDesk: {
      happened: 'There is nothing here that you may see.',
      toDo: 'Look for it at the desk, or ask an administrator for the role that you need.',
    },
    formOutOfDate: {
      happened: 'This form is out of date or was sent from another site.',
      toDo: 'Go back, reload the page and try again.',
    },
  },
  /** Of a request that cannot be read. */
  malformed: {
    tooLarge: {
      happened: 'The address or the cookies that your browser sent are too long.',
      toDo: 'Delete the cookies of this site, or go back to the application and begin again.',
    },
    unreadable: {
      happened: 'The request is malformed or came too slowly.',
      toDo: 'Try again.',
    },
  },
};
