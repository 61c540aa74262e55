/** What is mailed. */
export const mailsTexts = {
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
      newBrowser: {
        subject: 'You signed in somewhere new',
        paragraphs: [
          'Somebody signed in as {username} in a browser in which you have not signed in before: {browser}, from {address}.',
        ],
        closing: ['If it was you, there is nothing to do.'],
        undo: 'Sign everybody out and choose another password (good for seven days)',
      },
      recoveryCodeUsed: {
        subject: 'A recovery code was used',
        paragraphs: [
          'Somebody gave a recovery code of the account {username} instead of its second step: {browser}, from {address}.',
        ],
        closing: ['If it was you, there is nothing to do.'],
        undo: 'Sign everybody out and choose another password (good for seven days)',
      },
      factorsLocked: {
        subject: 'Somebody guesses at your second step',
        paragraphs: [
          'Somebody knows how to begin to sign in as {username}, and guessed so often at the second step that it takes no more today. Nobody got in.',
        ],
        closing: ['If it was you, try again tomorrow, or ask an administrator.'],
        undo: 'Sign everybody out and choose another password (good for seven days)',
      },
      accountDeleted: {
        subject: 'An account was deleted',
        paragraphs: ['The account that had this address at {product} is deleted, as you asked.'],
        closing: ['This is the last mail.'],
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
      signUp: {
        subject: 'Your new account at {product}',
        paragraphs: ['Somebody, most likely you, wants an account with this address.'],
        button: 'Create the account',
        closing: [
          'The link is good once, and for a day. A newer one ends it.',
          'If it was not you, there is nothing to do: without the link there is no account.',
        ],
      },
      accountExists: {
        subject: 'You have an account at {product}',
        paragraphs: [
          'Somebody, most likely you, wants an account with this address. You have one already: {username}.',
        ],
        button: 'Sign in',
        other: 'Forgotten your password? Choose a new one',
        closing: ['If it was not you, there is nothing to do.'],
      },
      signUpWaits: {
        subject: 'Your account waits',
        paragraphs: [
          'Your account {username} waits for an administrator. You get a mail when it can be used.',
        ],
        closing: ['There is nothing to do.'],
      },
      signUpApproved: {
        subject: 'Your account can be used',
        paragraphs: ['An administrator has approved your account {username}.'],
        button: 'Sign in',
        closing: [],
      },
      signUpRefused: {
        subject: 'Your account was refused',
        paragraphs: [
          'An administrator has refused the account {username} at {product}. It is deleted.',
        ],
        closing: ['Ask them if you think that this is a mistake.'],
      },
    },
  },
};
