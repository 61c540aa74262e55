/** How people prove who they are, and leave. */
export const signInTexts = {
  signIn: {
    title: 'Sign in',
    username: 'Username',
    password: 'Password',
    submit: 'Sign in',
    cancel: 'Cancel',
    forgot: 'Forgotten your password?',
    signUp: 'Create an account',
    keep: 'Keep me signed in on this browser',
    /** The same for an unknown name, a wrong password and too many of them (attacks I01, I07). */
    wrong:
      'The username or the password is wrong. After several attempts, wait a quarter of an hour. If the password is right and this goes on, use a browser in which you have signed in before, or ask an administrator to unlock your account.',
  },
  /** What is asked of somebody who signs in. */
  signInSteps: {
    trust: 'Do not ask for this step in this browser for {days} days',
    login: { title: 'Sign in', submit: 'Sign in' },
    second_factor: {
      title: 'One more step',
      lead: 'Your account, or the application that you want to use, asks for a second proof that it is you.',
      submit: 'Continue',
    },
    enrolment: {
      title: 'Set up a second step',
      lead: 'The application that you want to use asks for a second proof that it is you. Set one up once; you will be asked for it from now on.',
      submit: 'Continue',
    },
    grace: {
      title: 'Set up a second step',
      lead: 'You will need a second proof that it is you. You can set it up now or later.',
      submit: 'Continue',
    },
    new_password: {
      title: 'Choose another password',
      lead: 'The password that you have is to be replaced. You choose another one and go on.',
      submit: 'Set the password',
    },
    until: 'You can put it off until {time}.',
    later: 'Not now',
    recovery: {
      title: 'Keep your recovery codes',
      submit: 'I have kept them',
    },
    anotherWay: 'Try another way: {title}',
    otherPerson: 'This step is for the account that is signed in here. Sign in with it, or cancel.',
    elsewhereFailed:
      'The other server did not say who you are. Try again in a moment, or sign in in another way.',
    tooMany:
      'There were too many wrong tries today. Wait until tomorrow, or ask an administrator for help.',
  },
  totp: {
    title: 'Authenticator app',
    code: 'Code from your authenticator app',
    wrong:
      'This is not the code that your app shows, or it was used before. Wait for the next one and try again.',
    scan: 'Scan this picture with an authenticator app.',
    confirm: 'Enter the six digits that the app shows.',
    qrCode: 'QR code with the key below',
    byHand: 'Or enter this key by hand:',
    onThisDevice: 'Open the app on this device',
    wrongAtEnrolment:
      'This is not the code that the app shows for this key. Wait for the next one and try again. If it goes on, check the clock of the device.',
    tooLate:
      'This took too long. Here is a new key: remove the old one from your app and begin again.',
    tooMany: 'You have ten authenticator apps. Remove one first.',
  },
  recoveryCode: {
    title: 'Recovery codes',
    lead: 'Enter one of the codes that you kept when you set up your second step. It is good once, and then you set up a new second step.',
    code: 'Recovery code',
    wrong: 'This is none of your recovery codes, or it was used before.',
    keep: 'If you lose your second step, each of these codes lets you in once. Print them, or store them in a password manager. They are not shown again.',
    download: 'Download as a text file',
    kept: 'I have kept them',
    fileTitle: 'Recovery codes, each of them good once',
    tooLate: 'This took too long. Here are new codes; those of before are not good.',
    left: '{left} of {all} left',
  },
  passkeys: {
    title: 'Passkey',
    nameByDate: 'Passkey of {date}',
    signIn: 'Sign in with a passkey',
    use: 'Use your passkey',
    create: 'Create a passkey',
    about:
      'With a passkey you sign in by your fingerprint, your face or the PIN of this device, or with a security key. There is nothing to remember, and nobody can trick you into giving it away.',
    wrong: 'This passkey does not work here. Use another one, or sign in in another way.',
    cloned:
      'This passkey was used somewhere else in a way that it should not have been. Sign in in another way, and remove it from your account.',
    tooLate: 'That took too long, or was done already. Try again.',
    noAnswer:
      'Your browser sent no passkey. Passkeys need JavaScript and a browser that knows them; without, sign in in another way.',
    notMade: 'The passkey could not be made. Try again, or use another device.',
    notAdded: 'This passkey is set up already, or you have as many as you can.',
    /** What the browser says of a ceremony that failed. */
    notAllowed: 'Nothing happened: it was cancelled, took too long, or there is no passkey here.',
    exists: 'There is a passkey for this account on this device already.',
    failed: 'Your browser cannot do this at the moment. Try again, or go on in another way.',
    needsScript: 'Passkeys need JavaScript, which your browser does not run here.',
  },
  upstream: {
    title: 'Or with an account that you have elsewhere:',
    address: 'another address',
    goOn: 'Continue',
    signIn: 'Sign in with {name}',
    wrong: 'Nobody signed in there. Try again, or sign in in another way.',
    gone: 'You cannot sign in there any more. Sign in in another way.',
    identifier: 'Username or e-mail address',
    cannotProve:
      '{name} does not say when you signed in there, and this has to be known here. Sign in in another way.',
    notFresh:
      '{name} did not ask you to sign in once more, and this is wanted here. Sign out there and try again, or sign in in another way.',
    denied: '{name} did not let you go on, or you cancelled there.',
    repeated: 'This answer came before. Try again.',
    nobody:
      'There is no account here for the one that you have at {name}. Ask an administrator for one, and tell them this reference: {reference}. Or sign in in another way.',
    link: {
      title: 'Is this your account?',
      lead: 'There is an account here with the address {email}. Prove once that it is yours, and from then on you can sign in with {name} too.',
    },
  },
  accountChoice: {
    title: 'Choose an account',
    goOn: 'Continue with this account',
    other: 'Use another account',
    cancel: 'Cancel',
  },
  signOut: {
    title: 'Sign out',
    heading: 'Sign out?',
    errorTitle: 'Logout error',
    errorLead:
      'The application asked to sign you out in a way that is not right, so nothing has happened yet. {reason}',
    askedBy: '{application} asks you to sign out here as well.',
    signedInAs: 'You are signed in as {name}.',
    ends: 'Signing out ends your session with every application you opened from here.',
    confirm: 'Sign out',
    stay: 'Stay signed in',
  },
  signedOut: {
    title: 'Signed out',
    lead: 'Your session has ended. On a shared computer, close the browser window too.',
    telling: 'The applications that you opened are being told.',
    tellingThenBack:
      'The applications that you opened are being told, then you go back to {application}.',
    stranger: 'It would lead you to {host}. Go on only if you know this address.',
    back: 'Back to {application}',
    elsewhere: 'Sign out of {name} too',
    signInAgain: 'Sign in again',
    frame: 'An application that is being told',
  },
  newPassword: {
    rule: 'At least {length} characters. Several words in a row are good; names, and what many people choose, are not.',
    tooLong: 'The password must not be longer than {length} characters.',
    tooShort: 'The password must have at least {length} characters.',
    control: 'The password must not hold control characters.',
    breached: 'This password is known from a breach of another service. Choose another one.',
    common: 'This password is one of the first that attackers try. Choose another one.',
    name: 'The password must be more than a name with digits or signs added to it.',
    same: 'This is the password you have. Choose another one.',
    changedMeanwhile: 'The password was changed somewhere else just now.',
  },
};
