import type { Texts } from '../catalogue.js';

/** What people read when something cannot be. */
export const errorsTexts: Pick<Texts, 'problems' | 'error' | 'errorsForPeople' | 'malformed'> = {
  problems: {
    title: 'Probleme',
    lead: 'Was die Verwaltungsschnittstellen antworten, wenn sie nicht tun können, worum sie gebeten wurden (RFC 9457).',
    status: 'Status',
    code: 'Fehler',
  },
  error: {
    authorization: 'Fehler bei der Anfrage',
    logout: 'Fehler beim Abmelden',
    notFound: 'Nicht gefunden',
    other: 'Etwas stimmt nicht',
    code: 'Fehler',
    reference: 'Kennung',
    goOn: 'Weiter zu {name}',
    account: 'Ihr Konto',
    home: 'Startseite',
    advice:
      'Gehen Sie zurück und versuchen Sie es noch einmal. Geschieht es wieder, nennen Sie dem Betreiber die Kennung.',
    busy: 'Der Server kann das im Augenblick nicht.',
    busyAdvice: 'Versuchen Sie es gleich noch einmal.',
    notFoundAdvice: 'Prüfen Sie die Adresse, oder beginnen Sie auf der Startseite.',
  },
  errorsForPeople: {
    interactionOver: {
      happened: 'Diese Anmeldung ist abgelaufen oder wurde in einem anderen Browser begonnen.',
      toDo: 'Beginnen Sie noch einmal in der Anwendung, die Sie benutzen möchten.',
    },
    notLinked: {
      happened: 'Das Konto wurde nicht verknüpft: Dort hat sich niemand angemeldet.',
      toDo: 'Gehen Sie zu Ihrem Konto und versuchen Sie es noch einmal.',
    },
    linkedElsewhere: {
      happened: 'Dieses Konto gehört hier schon jemand anderem.',
      toDo: 'Melden Sie sich dort mit einem anderen Konto an, oder fragen Sie Ihre Administration.',
    },
    requestOver: {
      happened:
        'Diese Anmeldung ist abgelaufen, schon erledigt, oder sie gehört zu einer anderen Anwendung.',
      toDo: 'Gehen Sie zurück zur Anwendung und beginnen Sie noch einmal.',
    },
    answeredAlready: {
      happened: 'Das ist schon erledigt.',
      toDo: 'Machen Sie in der Anwendung weiter, aus der Sie kamen.',
    },
    linkOver: {
      happened: 'Dieser Link wurde benutzt, ist zu alt, oder es gibt einen neueren.',
      toDo: 'Fordern Sie dort, wo Sie diesen bekommen haben, einen neuen an.',
    },
    addressTaken: {
      happened: 'Diese Adresse gehört zu einem anderen Konto.',
      toDo: 'Melden Sie sich mit jenem Konto an, oder nehmen Sie eine andere Adresse.',
    },
    accountGone: {
      happened: 'Dieses Konto gibt es nicht mehr.',
      toDo: 'Melden Sie sich mit einem anderen Konto an.',
    },
    noSignUp: {
      happened: 'Niemand legt hier selbst ein Konto an.',
      toDo: 'Bitten Sie Ihre Administration um ein Konto.',
    },
    noMail: {
      happened:
        'Dieser Server verschickt keine E-Mails und kann daher keinen Link zu einem neuen Passwort senden.',
      toDo: 'Bitten Sie Ihre Administration um ein neues Passwort.',
    },
    nothingHere: {
      happened: 'Unter dieser Adresse gibt es nichts.',
      toDo: 'Gehen Sie zurück zur Anwendung und beginnen Sie noch einmal.',
    },
    notAtDesk: {
      happened: 'Hier gibt es nichts, was Sie sehen dürfen.',
      toDo: 'Suchen Sie es am Schalter, oder bitten Sie Ihre Administration um die Rolle, die Sie brauchen.',
    },
    formOutOfDate: {
      happened: 'Dieses Formular ist veraltet oder kam von einer anderen Website.',
      toDo: 'Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
    },
  },
  malformed: {
    tooLarge: {
      happened: 'Die Adresse oder die Cookies, die Ihr Browser gesendet hat, sind zu lang.',
      toDo: 'Löschen Sie die Cookies dieser Website, oder gehen Sie zurück zur Anwendung und beginnen Sie noch einmal.',
    },
    unreadable: {
      happened: 'Die Anfrage ist fehlerhaft oder kam zu langsam.',
      toDo: 'Versuchen Sie es noch einmal.',
    },
  },
};
