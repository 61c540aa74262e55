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
        'resource-servers:read': 'See the registered APIs and their scopes',
        'resource-servers:write': 'Register, change and delete APIs and their scopes',
        'assertion-issuers:read': 'See the issuers whose assertions about users are believed',
        'assertion-issuers:write': 'Register, change and delete issuers of assertions about users',
        'keys:read': 'See the signing keys',
        'keys:write': 'Replace the signing keys',
        'settings:read': 'See the settings',
        'settings:write': 'Change the settings',
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
    /** The same for an unknown name, a wrong password and too many of them (attacks I01, I07). */
    wrong:
      'The username or the password is wrong. After several attempts, wait a quarter of an hour. If the password is right and this goes on, use a browser in which you have signed in before, or ask an administrator to unlock your account.',
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
    notices: {
      'password-changed':
        'Your password is changed. Every other browser is signed out, and applications have to sign you in again.',
      'session-ended': 'The browser is signed out.',
      'consent-withdrawn': 'The application has no access any more.',
      'authorization-ended': 'The application is disconnected.',
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
    over: 'This link was used, or is older than 15 minutes. Whoever gave it to you can make another one.',
    done: 'Password set',
    doneLead: 'Sign in with the new password. The link is of no use any more.',
    signIn: 'Sign in',
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
    requestOver: {
      happened: 'This sign-in has expired, is already done, or belongs to another application.',
      toDo: 'Go back to the application and start again.',
    },
    answeredAlready: {
      happened: 'This is already done.',
      toDo: 'Go on in the application that you came from.',
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

  newPassword: {
    tooLong: 'The password must not be longer than {length} characters.',
    tooShort: 'The password must have at least {length} characters.',
    control: 'The password must not hold control characters.',
    common: 'This password is one of the first that attackers try. Choose another one.',
    name: 'The password must be more than a name with digits or signs added to it.',
    same: 'This is the password you have. Choose another one.',
    changedMeanwhile: 'The password was changed somewhere else just now.',
  },
};
