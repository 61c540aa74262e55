/**
 * Every sentence that a person reads, in English. `{name}` is where something of that name goes.
 *
 * Another language is another object of the type {@link Texts}.
 */
export const english = {
  language: 'en',
  /** How dates are written (BCP 47). */
  dates: 'en-GB',

  layout: {
    productName: 'Gatehouse',
    title: '{page} – {product}',
    signOut: 'Sign out',
  },
  client: {
    about: 'About {name}',
    continueTo: 'to continue to',
    askedForBy: 'Asked for by',
    website: 'Website',
    privacyPolicy: 'Privacy policy',
    terms: 'Terms',
    firstParty: 'Managed by your organisation',
    unverified:
      'This application registered itself. Nobody has checked that it is what its name says.',
    describedBy: 'described by {host}',
    /** The application behind the account page, which is none. */
    yourAccount: 'your account',
  },
  person: {
    signedInAs: 'Signed in as {name}',
    unknownBrowser: 'Unknown browser',
    browserOnSystem: '{browser} on {system}',
  },
  scopes: {
    asks: 'It asks for your permission to:',
    offlineAccess: 'Keep this access while you are away, until you withdraw it',
    /** What the scopes of OpenID Connect open (OIDC Core §5.4). */
    ofOpenId: {
      openid: 'Know who you are, by an identifier that never changes',
      profile: 'See your profile: name, picture, birth date, language',
      email: 'See your e-mail address',
      address: 'See your postal address',
      phone: 'See your phone number',
      groups: 'See which groups you are in',
      roles: 'See your roles',
      offline_access: 'Keep this access while you are away, until you withdraw it',
    },
    /** What a claim that is asked for by name tells (OIDC Core §5.5). */
    ofClaims: {
      name: 'See your name',
      family_name: 'See your family name',
      given_name: 'See your first name',
      middle_name: 'See your middle name',
      nickname: 'See your nickname',
      preferred_username: 'See your username',
      profile: 'See the address of your profile page',
      picture: 'See your picture',
      website: 'See the address of your website',
      gender: 'See your gender',
      birthdate: 'See your birth date',
      zoneinfo: 'See your time zone',
      locale: 'See your language',
      updated_at: 'See when your profile was last changed',
      email: 'See your e-mail address',
      email_verified: 'See whether your e-mail address was verified',
      address: 'See your postal address',
      groups: 'See which groups you are in',
      roles: 'See your roles',
      phone_number: 'See your phone number',
      phone_number_verified: 'See whether your phone number was verified',
    },
  },
  ownApis: {
    administration: {
      name: 'Gatehouse administration',
      scopes: {
        'clients:read': 'See the registered applications',
        'clients:write': 'Register, change and delete applications',
        'users:read': 'See all users and their profiles',
        'users:write': 'Create, change and delete users and set their passwords',
        'groups:read': 'See the groups and who is in them',
        'groups:write': 'Create, change and delete groups, and decide who is in them',
        'roles:read': 'See the roles of applications and APIs, and who has them',
        'roles:write': 'Create, change and delete roles, and decide who has them',
        'resource-servers:read': 'See the registered APIs and their scopes',
        'resource-servers:write': 'Register, change and delete APIs and their scopes',
        'assertion-issuers:read': 'See the issuers whose assertions about users are believed',
        'assertion-issuers:write': 'Register, change and delete issuers of assertions about users',
        'identity-providers:read': 'See the identity providers at which people can sign in',
        'identity-providers:write': 'Register, change and delete identity providers',
        'keys:read': 'See the signing keys',
        'keys:write': 'Replace the signing keys',
        'settings:read': 'See the settings',
        'settings:write': 'Change the settings',
        'diagnostics:read': 'See why requests were refused',
      },
    },
    account: {
      name: 'Your Gatehouse account',
      scopes: {
        'account:read': 'See your account: your sessions and what you permitted to applications',
        'account:write': 'Change your account: your password, your sessions and your permissions',
      },
    },
  },

  signIn: {
    title: 'Sign in',
    username: 'Username',
    password: 'Password',
    submit: 'Sign in',
    cancel: 'Cancel',
    forgot: 'Forgotten your password?',
    /** The same for an unknown name, a wrong password and too many of them (attacks I01, I07). */
    wrong:
      'The username or the password is wrong. After several attempts, wait a quarter of an hour. If the password is right and this goes on, use a browser in which you have signed in before, or ask an administrator to unlock your account.',
  },
  /** What is asked of somebody who signs in. */
  signInSteps: {
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
    address: 'E-mail address at your organisation',
    goOn: 'Continue',
    signIn: 'Sign in with {name}',
    wrong: 'Nobody signed in there. Try again, or sign in in another way.',
    gone: 'You cannot sign in there any more. Sign in in another way.',
    unknownDomain: 'Nobody signs in elsewhere with an address of this domain. Sign in here.',
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
  consent: {
    title: 'Allow access',
    heading: 'Allow access?',
    includes: 'This includes access to {apis}.',
    notYou: 'Not you? Use another account',
    allow: 'Allow',
    deny: 'Deny',
    onward: 'Either way you go on to {host}. You can withdraw access later on your account page.',
  },
  noAccess: {
    title: 'No access',
    heading: 'You have no access to {client}',
    lead: 'It is open to certain people only, and you are not among them. Ask whoever is in charge of it, or an administrator.',
    goOn: 'Continue without access',
  },
  departure: {
    title: 'Leaving',
    heading: 'Go on to this address?',
    lead: 'The request cannot be granted, and nothing was allowed. It would lead you to {host}. Go on only if you know this address.',
    goOn: 'Go on',
  },
  formPost: {
    title: 'Continue',
    lead: 'You are going on to {host}.',
    goOn: 'Continue',
  },

  device: {
    title: 'Connect a device',
    hint: 'Type the code that your device shows.',
    code: 'Code',
    submit: 'Continue',
    unknownCode: 'No device is waiting with this code. Check it, or start again on the device.',
    tooMany: 'Too many wrong codes. Wait a minute and try again.',
    over: 'This request was answered already or has expired. Start again on the device.',
    confirm: 'Connect this device?',
    inFrontOfYou: 'Go on only if the device is in front of you and shows this code:',
    asked: 'It asked {ago} ({time}).',
    askedFromHere: 'It asked {ago} ({time}) from the network that you use now.',
    justNow: 'just now',
    aMinuteAgo: 'a minute ago',
    minutesAgo: '{minutes} minutes ago',
    elsewhere:
      'It is in another network than you use now, at {address}. If somebody sent you its code, deny it: the device would act in your name.',
    allow: 'Allow',
    deny: 'Deny',
    connected: 'Device connected',
    goesOn: 'Your device goes on by itself in a few seconds. You can close this window.',
    notConnected: 'Device not connected',
    gotNothing: 'The device was given no access. You can close this window.',
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

  account: {
    title: 'Your account',
    gone: 'This account does not exist any more.',
    profile: 'Profile',
    subject: 'Subject',
    username: 'Username',
    claims: {
      givenName: 'Given name',
      middleName: 'Middle name',
      familyName: 'Family name',
      nickname: 'Nickname',
      email: 'E-mail',
      phone: 'Phone',
      address: 'Address',
      birthday: 'Birthday',
      gender: 'Gender',
      website: 'Website',
      profilePage: 'Profile page',
      picture: 'Picture',
      language: 'Language',
      timeZone: 'Time zone',
      roles: 'Roles',
    },
    notVerified: '{value} (not verified)',
    password: {
      title: 'Change password',
      current: 'Current password',
      wanted: 'New password',
      again: 'New password again',
      submit: 'Change password',
      /** One text for a wrong password and for too many of them, as when signing in. */
      wrong:
        'The current password is wrong. After several attempts, wait a quarter of an hour. If it goes on, ask an administrator to unlock your account.',
      fillIn: 'Fill in all three fields.',
      different: 'The two new passwords are not the same.',
    },
    sessions: {
      title: 'Where you are signed in',
      thisBrowser: 'This browser',
      signedIn: 'Signed in {time}',
      lastUsed: 'Last used {time}',
      end: 'Sign out',
    },
    authenticators: {
      title: 'Other ways to prove that it is you',
      none: 'You sign in with your password alone.',
      since: 'Set up {time}',
      name: 'Name',
      rename: 'Rename',
      remove: 'Remove',
      add: 'Add: {title}',
    },
    linked: {
      title: 'Accounts elsewhere',
      lead: 'You can sign in here with an account that you have somewhere else.',
      none: 'You sign in with no account elsewhere.',
      show: 'See and link accounts elsewhere',
      since: 'Linked {time}',
      lastUsed: 'Last used {time}',
      unlink: 'Unlink',
      add: 'Link an account at {name}',
      last: 'You could not sign in any more without this one. Set a password or add a passkey first.',
      back: 'Back to your account',
    },
    data: {
      title: 'Your data',
      lead: 'Everything that is stored about you here, in one file: your profile, where you signed in, which applications you allowed to use your account, and what has happened to it.',
      show: 'See what is stored about you',
      download: 'Download your data',
      back: 'Back to your account',
    },
    consents: {
      title: 'Applications with access',
      none: 'You have not allowed any application to use your account.',
      allowed: 'Allowed {time}',
      withdraw: 'Withdraw',
    },
    authorizations: {
      title: 'Applications that stay connected',
      lead: 'They can act in your name while you are not signed in.',
      none: 'No application can act in your name while you are not signed in.',
      since: 'Connected {time}',
      lastUsed: 'Last used {time}',
      end: 'Disconnect',
    },
    email: {
      unverified: 'not confirmed',
      verify: 'Confirm this address',
      change: 'Change your address',
      lead: 'We mail a link to the new address. Until you open it, the one that you have stays.',
      wanted: 'New e-mail address',
      submit: 'Send the link',
      wrong: 'This is not an e-mail address.',
    },
    notices: {
      'password-changed':
        'Your password is changed. Every other browser is signed out, and applications have to sign you in again.',
      'address-asked': 'A link is on its way to the address. Open it to confirm that it is yours.',
      'mails-used-up': 'There were several mails already. Try again in an hour.',
      'session-ended': 'The browser is signed out.',
      'consent-withdrawn': 'The application has no access any more.',
      'authorization-ended': 'The application is disconnected.',
      'authenticator-added': 'It is set up. You will be asked for it when you sign in.',
      'authenticator-renamed': 'It has its new name.',
      'authenticator-removed': 'It is removed and cannot be used any more.',
      'authenticator-needed': 'You need it to sign in. Add another one first.',
    },
  },

  passwordLink: {
    title: 'New password',
    lead: 'Choose a new password for {name}. Everything that rests on the old one ends: this person is signed out everywhere.',
    wanted: 'New password',
    again: 'New password again',
    submit: 'Set password',
    fillIn: 'Fill in both fields.',
    different: 'The two passwords are not the same.',
    done: 'Password set',
    doneLead: 'Sign in with the new password. The link is of no use any more.',
    signIn: 'Sign in',
  },

  invitation: {
    title: 'Welcome',
    lead: 'An account was made for you: {name}. Choose the password with which you sign in from now on.',
  },

  /** Pages to which mailed links lead. */
  emailLink: {
    account: 'Account',
    address: 'Address',
    goOn: 'Go to your account',
    verify: {
      title: 'Is this your address?',
      lead: 'Confirm that this address belongs to this account.',
      submit: 'Yes, it is mine',
      done: 'Address confirmed',
      doneLead: 'Applications may rely on it that the address is yours.',
    },
    confirm: {
      title: 'New address',
      lead: 'This address becomes that of the account.',
      submit: 'Take this address',
      done: 'New address',
      doneLead: 'The address is that of your account from now on. The one before was told.',
    },
    undo: {
      title: 'Bring the address back?',
      lead: 'The account gets this address back. Everybody is signed out, and the password is gone: a link to a new one is mailed to you.',
      submit: 'Take the account back',
      done: 'The account is yours again',
      doneLead:
        'Everybody is signed out. Look into your mail: a link to a new password is on its way. Then look at your account, and remove ways to sign in that are not yours.',
    },
    notMe: {
      title: 'This was not you?',
      lead: 'Everybody is signed out of the account, and its password is gone: a link to a new one is mailed to this address.',
      submit: 'Take the account back',
      done: 'The account is yours again',
      doneLead:
        'Everybody is signed out. Look into your mail: a link to a new password is on its way. Then look at your account, and remove ways to sign in that are not yours.',
    },
  },

  recover: {
    title: 'Forgotten password',
    lead: 'We mail you a link with which you choose a new one.',
    email: 'E-mail address or username',
    submit: 'Send the link',
    fillIn: 'Say which account it is.',
    again: 'Try another address',
    sent: 'Look into your mail',
    sentLead:
      'If there is an account of this name with an e-mail address, a link is on its way to it. It is good once, and for an hour.',
    sentElse:
      'Nothing came? Look among the unwanted mail, and at whether the address was right. After three mails an hour there are no more for a while.',
  },

  welcome: {
    title: 'Welcome',
    heading: 'One door for every application',
    lead: 'Gatehouse signs people in and gives applications the tokens they may use, with OAuth 2 and OpenID Connect.',
    account: 'Your account',
    documentation: 'API documentation',
    issuer: 'Issuer',
    metadata: 'Metadata',
  },

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
    noMail: {
      happened: 'This server sends no mail, so it cannot send a link to a new password.',
      toDo: 'Ask an administrator for a new password.',
    },
    nothingHere: {
      happened: 'There is nothing at this address.',
      toDo: 'Go back to the application and start again.',
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

  mails: {
    hello: 'Hello,',
    helloTo: 'Hello {name},',
    address: 'If the button does nothing, open this address:',
    notYou: 'This was not you?',
    footer: 'Sent by {product} at {issuer}. Nobody reads answers to this mail.',
    kinds: {
      test: {
        subject: 'A test from {product}',
        paragraphs: ['An administrator asked for this mail. Mail works.'],
        closing: [],
      },
      invitation: {
        subject: 'Your account at {product}',
        paragraphs: [
          'An account was made for you. You sign in as {username}, with a password that you choose now.',
        ],
        button: 'Choose your password',
        closing: ['The link is good once, and for seven days. After that, ask for another one.'],
      },
      verification: {
        subject: 'Is this your address?',
        paragraphs: ['Confirm that this is the e-mail address of the account {username}.'],
        button: 'Confirm the address',
        closing: ['The link is good once, and for a day. If you asked for nothing, do nothing.'],
      },
      newAddress: {
        subject: 'Confirm your new address',
        paragraphs: [
          'Confirm that this is to be the e-mail address of the account {username}. Until then it keeps the one it has.',
        ],
        button: 'Confirm the address',
        closing: ['The link is good once, and for a day. If you asked for nothing, do nothing.'],
      },
      identityLinked: {
        subject: 'An account elsewhere was linked',
        paragraphs: ['With an account elsewhere one can sign in as {username} from now on.'],
        closing: ['If it was you, there is nothing to do.'],
        undo: 'Sign everybody out and choose another password (good for seven days)',
      },
      identityUnlinked: {
        subject: 'An account elsewhere was unlinked',
        paragraphs: ['An account elsewhere is no longer linked to the account {username}.'],
        closing: ['If it was you, there is nothing to do.'],
        undo: 'Sign everybody out and choose another password (good for seven days)',
      },
      addressChanged: {
        subject: 'Your account has another address',
        paragraphs: [
          'The account {username} has another e-mail address from now on. This is the last mail to this one.',
        ],
        closing: ['If it was you, there is nothing to do.'],
        undo: 'Bring this address back and sign everybody out (good for seven days)',
      },
      passwordChanged: {
        subject: 'Your password was changed',
        paragraphs: ['The account {username} has a new password.'],
        closing: ['If it was you, there is nothing to do.'],
        undo: 'Sign everybody out and choose another password (good for seven days)',
      },
      authenticatorAdded: {
        subject: 'A new way to sign in',
        paragraphs: ['A further way to sign in was set up for the account {username}.'],
        closing: ['If it was you, there is nothing to do.'],
        undo: 'Sign everybody out and choose another password (good for seven days)',
      },
      authenticatorRemoved: {
        subject: 'A way to sign in was removed',
        paragraphs: ['A way to sign in was removed from the account {username}.'],
        closing: ['If it was you, there is nothing to do.'],
        undo: 'Sign everybody out and choose another password (good for seven days)',
      },
      authenticatorsReset: {
        subject: 'Your further ways to sign in were removed',
        paragraphs: [
          'An administrator removed the further ways to sign in of the account {username}. You are signed out everywhere.',
        ],
        closing: ['If you asked for it, there is nothing to do.'],
        undo: 'Sign everybody out and choose another password (good for seven days)',
      },
      locked: {
        subject: 'Somebody guesses at your password',
        paragraphs: [
          'There were so many wrong passwords for the account {username} that it takes no more in browsers in which you have not signed in before. Nobody got in.',
          'You can sign in where you have signed in before, or choose a new password.',
        ],
        closing: [],
        undo: 'Choose another password, and sign everybody out (good for seven days)',
      },
      recovery: {
        subject: 'Choose a new password',
        paragraphs: [
          'Somebody, most likely you, asked for a new password for the account {username}.',
        ],
        button: 'Choose a new password',
        closing: [
          'The link is good once, and for an hour. A newer one ends it.',
          'If it was not you, there is nothing to do: your password stays as it is.',
        ],
      },
    },
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
