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
    title: 'Anmelden',
    username: 'Benutzername',
    password: 'Passwort',
    submit: 'Anmelden',
    cancel: 'Abbrechen',
    forgot: 'Passwort vergessen?',
    signUp: 'Konto anlegen',
    keep: 'Angemeldet bleiben',
    wrong:
      'Der Benutzername oder das Passwort ist falsch. Warten Sie nach mehreren Versuchen eine Viertelstunde. Stimmt das Passwort und geht es so weiter, nehmen Sie einen Browser, in dem Sie sich schon einmal angemeldet haben, oder bitten Sie Ihre Administration, Ihr Konto zu entsperren.',
  },
  signInSteps: {
    login: { title: 'Anmelden', submit: 'Anmelden' },
    second_factor: {
      title: 'Noch ein Schritt',
      lead: 'Ihr Konto oder die Anwendung, die Sie benutzen möchten, verlangt einen zweiten Nachweis, dass Sie es sind.',
      submit: 'Weiter',
    },
    enrolment: {
      title: 'Zweiten Schritt einrichten',
      lead: 'Die Anwendung, die Sie benutzen möchten, verlangt einen zweiten Nachweis, dass Sie es sind. Richten Sie ihn einmal ein; von da an werden Sie danach gefragt.',
      submit: 'Weiter',
    },
    grace: {
      title: 'Zweiten Schritt einrichten',
      lead: 'Sie werden einen zweiten Nachweis brauchen, dass Sie es sind. Sie können ihn jetzt oder später einrichten.',
      submit: 'Weiter',
    },
    new_password: {
      title: 'Anderes Passwort wählen',
      lead: 'Ihr Passwort soll ersetzt werden. Wählen Sie ein anderes, und es geht weiter.',
      submit: 'Passwort festlegen',
    },
    trust: 'In diesem Browser {days} Tage lang nicht nach diesem Schritt fragen',
    until: 'Sie können es bis zum {time} aufschieben.',
    later: 'Nicht jetzt',
    recovery: {
      title: 'Bewahren Sie Ihre Wiederherstellungscodes auf',
      submit: 'Ich habe sie aufbewahrt',
    },
    anotherWay: 'Auf andere Weise: {title}',
    otherPerson:
      'Dieser Schritt ist für das Konto, das hier angemeldet ist. Melden Sie sich damit an, oder brechen Sie ab.',
    elsewhereFailed:
      'Der andere Server hat nicht gesagt, wer Sie sind. Versuchen Sie es gleich noch einmal, oder melden Sie sich auf andere Weise an.',
    tooMany:
      'Heute gab es zu viele falsche Versuche. Warten Sie bis morgen, oder bitten Sie Ihre Administration um Hilfe.',
  },
  totp: {
    title: 'Authenticator-App',
    code: 'Code aus Ihrer Authenticator-App',
    wrong:
      'Das ist nicht der Code, den Ihre App zeigt, oder er wurde schon benutzt. Warten Sie auf den nächsten und versuchen Sie es noch einmal.',
    scan: 'Scannen Sie dieses Bild mit einer Authenticator-App.',
    confirm: 'Geben Sie die sechs Ziffern ein, die die App zeigt.',
    qrCode: 'QR-Code mit dem Schlüssel darunter',
    byHand: 'Oder geben Sie diesen Schlüssel von Hand ein:',
    onThisDevice: 'App auf diesem Gerät öffnen',
    wrongAtEnrolment:
      'Das ist nicht der Code, den die App zu diesem Schlüssel zeigt. Warten Sie auf den nächsten und versuchen Sie es noch einmal. Geht es so weiter, prüfen Sie die Uhr des Geräts.',
    tooLate:
      'Das hat zu lange gedauert. Hier ist ein neuer Schlüssel: Entfernen Sie den alten aus Ihrer App und beginnen Sie noch einmal.',
    tooMany: 'Sie haben zehn Authenticator-Apps. Entfernen Sie zuerst eine.',
  },
  recoveryCode: {
    title: 'Wiederherstellungscodes',
    lead: 'Geben Sie einen der Codes ein, die Sie aufbewahrt haben, als Sie Ihren zweiten Schritt einrichteten. Er gilt einmal, und danach richten Sie einen neuen zweiten Schritt ein.',
    code: 'Wiederherstellungscode',
    wrong: 'Das ist keiner Ihrer Wiederherstellungscodes, oder er wurde schon benutzt.',
    keep: 'Wenn Sie Ihren zweiten Schritt verlieren, lässt Sie jeder dieser Codes einmal hinein. Drucken Sie sie aus, oder legen Sie sie in einem Passwortmanager ab. Sie werden nicht noch einmal gezeigt.',
    download: 'Als Textdatei herunterladen',
    kept: 'Ich habe sie aufbewahrt',
    fileTitle: 'Wiederherstellungscodes, jeder gilt einmal',
    tooLate: 'Das hat zu lange gedauert. Hier sind neue Codes; die vorigen gelten nicht.',
    left: '{left} von {all} übrig',
  },
  passkeys: {
    title: 'Passkey',
    nameByDate: 'Passkey vom {date}',
    signIn: 'Mit einem Passkey anmelden',
    use: 'Passkey benutzen',
    create: 'Passkey erstellen',
    about:
      'Mit einem Passkey melden Sie sich durch Fingerabdruck, Gesicht oder die PIN dieses Geräts an, oder mit einem Sicherheitsschlüssel. Sie müssen sich nichts merken, und niemand kann Sie dazu bringen, ihn preiszugeben.',
    wrong:
      'Dieser Passkey funktioniert hier nicht. Nehmen Sie einen anderen, oder melden Sie sich auf andere Weise an.',
    cloned:
      'Dieser Passkey wurde anderswo auf eine Weise benutzt, die nicht sein sollte. Melden Sie sich auf andere Weise an, und entfernen Sie ihn aus Ihrem Konto.',
    tooLate: 'Das hat zu lange gedauert oder war schon erledigt. Versuchen Sie es noch einmal.',
    noAnswer:
      'Ihr Browser hat keinen Passkey gesendet. Passkeys brauchen JavaScript und einen Browser, der sie kennt; ohne das melden Sie sich auf andere Weise an.',
    notMade:
      'Der Passkey konnte nicht erstellt werden. Versuchen Sie es noch einmal, oder nehmen Sie ein anderes Gerät.',
    notAdded: 'Dieser Passkey ist schon eingerichtet, oder Sie haben so viele, wie möglich sind.',
    notAllowed:
      'Es ist nichts geschehen: Es wurde abgebrochen, hat zu lange gedauert, oder hier gibt es keinen Passkey.',
    exists: 'Auf diesem Gerät gibt es schon einen Passkey für dieses Konto.',
    failed:
      'Ihr Browser kann das im Augenblick nicht. Versuchen Sie es noch einmal, oder machen Sie auf andere Weise weiter.',
    needsScript: 'Passkeys brauchen JavaScript, das Ihr Browser hier nicht ausführt.',
  },
  upstream: {
    title: 'Oder mit einem Konto, das Sie anderswo haben:',
    address: 'andere Adresse',
    goOn: 'Weiter',
    signIn: 'Mit {name} anmelden',
    wrong:
      'Dort hat sich niemand angemeldet. Versuchen Sie es noch einmal, oder melden Sie sich auf andere Weise an.',
    gone: 'Dort können Sie sich nicht mehr anmelden. Melden Sie sich auf andere Weise an.',
    identifier: 'Benutzername oder E-Mail-Adresse',
    cannotProve:
      '{name} sagt nicht, wann Sie sich dort angemeldet haben, und das muss hier bekannt sein. Melden Sie sich auf andere Weise an.',
    notFresh:
      '{name} hat Sie nicht noch einmal nach Ihrer Anmeldung gefragt, und das ist hier nötig. Melden Sie sich dort ab und versuchen Sie es noch einmal, oder melden Sie sich auf andere Weise an.',
    denied: '{name} hat Sie nicht weitergelassen, oder Sie haben dort abgebrochen.',
    repeated: 'Diese Antwort kam schon einmal. Versuchen Sie es noch einmal.',
    nobody:
      'Zu Ihrem Konto bei {name} gibt es hier keines. Bitten Sie Ihre Administration darum, und nennen Sie diese Kennung: {reference}. Oder melden Sie sich auf andere Weise an.',
    link: {
      title: 'Ist das Ihr Konto?',
      lead: 'Hier gibt es ein Konto mit der Adresse {email}. Weisen Sie einmal nach, dass es Ihres ist; von da an können Sie sich auch mit {name} anmelden.',
    },
  },
  accountChoice: {
    title: 'Konto wählen',
    goOn: 'Mit diesem Konto weiter',
    other: 'Anderes Konto benutzen',
    cancel: 'Abbrechen',
  },
  signOut: {
    title: 'Abmelden',
    heading: 'Abmelden?',
    errorTitle: 'Fehler beim Abmelden',
    errorLead:
      'Die Anwendung wollte Sie auf eine Weise abmelden, die nicht stimmt; es ist noch nichts geschehen. {reason}',
    askedBy: '{application} bittet Sie, sich auch hier abzumelden.',
    signedInAs: 'Sie sind als {name} angemeldet.',
    ends: 'Wenn Sie sich abmelden, endet Ihre Sitzung bei allen Anwendungen, die Sie von hier aus geöffnet haben.',
    confirm: 'Abmelden',
    stay: 'Angemeldet bleiben',
  },
  signedOut: {
    title: 'Abgemeldet',
    lead: 'Ihre Sitzung ist beendet. Schließen Sie an einem gemeinsam genutzten Rechner auch das Browserfenster.',
    telling: 'Die Anwendungen, die Sie geöffnet haben, werden benachrichtigt.',
    tellingThenBack:
      'Die Anwendungen, die Sie geöffnet haben, werden benachrichtigt, dann kommen Sie zurück zu {application}.',
    stranger: 'Es ginge weiter zu {host}. Gehen Sie nur weiter, wenn Sie diese Adresse kennen.',
    back: 'Zurück zu {application}',
    elsewhere: 'Auch bei {name} abmelden',
    signInAgain: 'Wieder anmelden',
    frame: 'Eine Anwendung, die benachrichtigt wird',
  },
  newPassword: {
    rule: 'Mindestens {length} Zeichen. Mehrere Wörter hintereinander sind gut; Namen und was viele wählen, sind es nicht.',
    tooLong: 'Das Passwort darf nicht länger als {length} Zeichen sein.',
    tooShort: 'Das Passwort muss mindestens {length} Zeichen haben.',
    control: 'Das Passwort darf keine Steuerzeichen enthalten.',
    breached:
      'Dieses Passwort ist aus einem Einbruch bei einem anderen Dienst bekannt. Wählen Sie ein anderes.',
    common:
      'Dieses Passwort gehört zu denen, die Angreifer zuerst versuchen. Wählen Sie ein anderes.',
    name: 'Das Passwort muss mehr sein als ein Name mit Ziffern oder Zeichen daran.',
    same: 'Das ist das Passwort, das Sie haben. Wählen Sie ein anderes.',
    changedMeanwhile: 'Das Passwort wurde gerade anderswo geändert.',
  },
};
