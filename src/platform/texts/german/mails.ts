import type { Texts } from '../catalogue.js';

const UNDO = 'Alle abmelden und ein anderes Passwort wählen (sieben Tage lang möglich)';
const NOTHING_TO_DO = 'Wenn Sie es waren, ist nichts zu tun.';

/** What is mailed. */
export const mailsTexts: Pick<Texts, 'mails'> = {
  mails: {
    hello: 'Guten Tag,',
    helloTo: 'Guten Tag {name},',
    address: 'Wenn der Knopf nichts bewirkt, öffnen Sie diese Adresse:',
    notYou: 'Das waren nicht Sie?',
    footer: 'Gesendet von {product} unter {issuer}. Antworten auf diese E-Mail liest niemand.',
    kinds: {
      test: {
        subject: 'Ein Test von {product}',
        paragraphs: ['Ihre Administration hat um diese E-Mail gebeten. Der Versand funktioniert.'],
        closing: [],
      },
      invitation: {
        subject: 'Ihr Konto bei {product}',
        paragraphs: [
          'Für Sie wurde ein Konto angelegt. Sie melden sich als {username} an, mit einem Passwort, das Sie jetzt wählen.',
        ],
        button: 'Passwort wählen',
        closing: [
          'Der Link gilt einmal und sieben Tage lang. Danach fordern Sie bitte einen neuen an.',
        ],
      },
      verification: {
        subject: 'Ist das Ihre Adresse?',
        paragraphs: ['Bestätigen Sie, dass dies die E-Mail-Adresse des Kontos {username} ist.'],
        button: 'Adresse bestätigen',
        closing: [
          'Der Link gilt einmal und einen Tag lang. Wenn Sie um nichts gebeten haben, ist nichts zu tun.',
        ],
      },
      newAddress: {
        subject: 'Bestätigen Sie Ihre neue Adresse',
        paragraphs: [
          'Bestätigen Sie, dass dies die E-Mail-Adresse des Kontos {username} werden soll. Bis dahin bleibt es bei der bisherigen.',
        ],
        button: 'Adresse bestätigen',
        closing: [
          'Der Link gilt einmal und einen Tag lang. Wenn Sie um nichts gebeten haben, ist nichts zu tun.',
        ],
      },
      identityLinked: {
        subject: 'Ein anderes Konto wurde verknüpft',
        paragraphs: [
          'Mit einem Konto bei einem anderen Anbieter kann man sich ab jetzt als {username} anmelden.',
        ],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      identityUnlinked: {
        subject: 'Eine Verknüpfung wurde aufgehoben',
        paragraphs: [
          'Ein Konto bei einem anderen Anbieter ist nicht mehr mit dem Konto {username} verknüpft.',
        ],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      addressChanged: {
        subject: 'Ihr Konto hat eine andere Adresse',
        paragraphs: [
          'Das Konto {username} hat ab jetzt eine andere E-Mail-Adresse. Dies ist die letzte E-Mail an diese.',
        ],
        closing: [NOTHING_TO_DO],
        undo: 'Diese Adresse zurückholen und alle abmelden (sieben Tage lang möglich)',
      },
      passwordChanged: {
        subject: 'Ihr Passwort wurde geändert',
        paragraphs: ['Das Konto {username} hat ein neues Passwort.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      authenticatorAdded: {
        subject: 'Ein neuer Weg, sich anzumelden',
        paragraphs: [
          'Für das Konto {username} wurde ein weiterer Weg eingerichtet, sich anzumelden.',
        ],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      authenticatorRemoved: {
        subject: 'Ein Weg, sich anzumelden, wurde entfernt',
        paragraphs: ['Beim Konto {username} wurde ein Weg entfernt, sich anzumelden.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      authenticatorsReset: {
        subject: 'Ihre weiteren Wege, sich anzumelden, wurden entfernt',
        paragraphs: [
          'Ihre Administration hat die weiteren Wege entfernt, sich mit dem Konto {username} anzumelden. Sie sind überall abgemeldet.',
        ],
        closing: ['Wenn Sie darum gebeten haben, ist nichts zu tun.'],
        undo: UNDO,
      },
      newBrowser: {
        subject: 'Anmeldung in einem neuen Browser',
        paragraphs: [
          'Jemand hat sich als {username} in einem Browser angemeldet, in dem Sie sich noch nie angemeldet haben: {browser}, von {address}.',
        ],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      recoveryCodeUsed: {
        subject: 'Ein Wiederherstellungscode wurde benutzt',
        paragraphs: [
          'Jemand hat für das Konto {username} statt des zweiten Schritts einen Wiederherstellungscode eingegeben: {browser}, von {address}.',
        ],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      factorsLocked: {
        subject: 'Jemand rät an Ihrem zweiten Schritt',
        paragraphs: [
          'Jemand weiß, wie die Anmeldung als {username} beginnt, und hat beim zweiten Schritt so oft geraten, dass er heute nicht mehr angenommen wird. Niemand kam hinein.',
        ],
        closing: [
          'Wenn Sie es waren, versuchen Sie es morgen noch einmal, oder fragen Sie Ihre Administration.',
        ],
        undo: UNDO,
      },
      accountDeleted: {
        subject: 'Ein Konto wurde gelöscht',
        paragraphs: [
          'Das Konto, das bei {product} diese Adresse hatte, ist gelöscht, wie Sie es wollten.',
        ],
        closing: ['Dies ist die letzte E-Mail.'],
      },
      locked: {
        subject: 'Jemand rät an Ihrem Passwort',
        paragraphs: [
          'Für das Konto {username} gab es so viele falsche Passwörter, dass in Browsern, in denen Sie sich noch nie angemeldet haben, keine weiteren angenommen werden. Niemand kam hinein.',
          'Sie können sich dort anmelden, wo Sie sich schon einmal angemeldet haben, oder ein neues Passwort wählen.',
        ],
        closing: [],
        undo: 'Ein anderes Passwort wählen und alle abmelden (sieben Tage lang möglich)',
      },
      recovery: {
        subject: 'Wählen Sie ein neues Passwort',
        paragraphs: [
          'Jemand, wahrscheinlich Sie selbst, hat für das Konto {username} um ein neues Passwort gebeten.',
        ],
        button: 'Neues Passwort wählen',
        closing: [
          'Der Link gilt einmal und eine Stunde lang. Ein neuerer beendet ihn.',
          'Wenn Sie es nicht waren, ist nichts zu tun: Ihr Passwort bleibt, wie es ist.',
        ],
      },
      signUp: {
        subject: 'Ihr neues Konto bei {product}',
        paragraphs: ['Jemand, wahrscheinlich Sie selbst, möchte ein Konto mit dieser Adresse.'],
        button: 'Konto anlegen',
        closing: [
          'Der Link gilt einmal und einen Tag lang. Ein neuerer beendet ihn.',
          'Wenn Sie es nicht waren, ist nichts zu tun: Ohne den Link gibt es kein Konto.',
        ],
      },
      accountExists: {
        subject: 'Sie haben ein Konto bei {product}',
        paragraphs: [
          'Jemand, wahrscheinlich Sie selbst, möchte ein Konto mit dieser Adresse. Sie haben schon eines: {username}.',
        ],
        button: 'Anmelden',
        other: 'Passwort vergessen? Wählen Sie ein neues',
        closing: ['Wenn Sie es nicht waren, ist nichts zu tun.'],
      },
      signUpWaits: {
        subject: 'Ihr Konto wartet',
        paragraphs: [
          'Ihr Konto {username} wartet auf Ihre Administration. Sie bekommen eine E-Mail, sobald es sich benutzen lässt.',
        ],
        closing: ['Es ist nichts zu tun.'],
      },
      signUpApproved: {
        subject: 'Ihr Konto lässt sich benutzen',
        paragraphs: ['Ihre Administration hat Ihr Konto {username} genehmigt.'],
        button: 'Anmelden',
        closing: [],
      },
      signUpRefused: {
        subject: 'Ihr Konto wurde abgelehnt',
        paragraphs: [
          'Die Administration hat das Konto {username} bei {product} abgelehnt. Es ist gelöscht.',
        ],
        closing: ['Fragen Sie dort nach, wenn Sie das für ein Versehen halten.'],
      },
    },
  },
};
