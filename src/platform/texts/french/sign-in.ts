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
    title: 'Se connecter',
    username: 'Nom d’utilisateur',
    password: 'Mot de passe',
    submit: 'Se connecter',
    cancel: 'Annuler',
    forgot: 'Mot de passe oublié ?',
    signUp: 'Créer un compte',
    keep: 'Rester connecté',
    wrong:
      'Le nom d’utilisateur ou le mot de passe est erroné. Après plusieurs essais, attendez un quart d’heure. Si le mot de passe est juste et que cela continue, utilisez un navigateur où vous vous êtes déjà connecté, ou demandez à votre administrateur de déverrouiller votre compte.',
  },
  signInSteps: {
    login: { title: 'Se connecter', submit: 'Se connecter' },
    second_factor: {
      title: 'Encore une étape',
      lead: 'Votre compte, ou l’application que vous voulez utiliser, demande une deuxième preuve que c’est vous.',
      submit: 'Continuer',
    },
    enrolment: {
      title: 'Configurer une deuxième étape',
      lead: 'L’application que vous voulez utiliser demande une deuxième preuve que c’est vous. Configurez-la une fois ; elle vous sera demandée désormais.',
      submit: 'Continuer',
    },
    grace: {
      title: 'Configurer une deuxième étape',
      lead: 'Vous aurez besoin d’une deuxième preuve que c’est vous. Vous pouvez la configurer maintenant ou plus tard.',
      submit: 'Continuer',
    },
    new_password: {
      title: 'Choisir un autre mot de passe',
      lead: 'Votre mot de passe doit être remplacé. Choisissez-en un autre, puis continuez.',
      submit: 'Définir le mot de passe',
    },
    trust: 'Ne pas demander cette étape dans ce navigateur pendant {days} jours',
    until: 'Vous pouvez la reporter jusqu’au {time}.',
    later: 'Pas maintenant',
    recovery: {
      title: 'Conservez vos codes de récupération',
      submit: 'Je les ai conservés',
    },
    anotherWay: 'Essayer autrement : {title}',
    otherPerson:
      'Cette étape concerne le compte qui est connecté ici. Connectez-vous avec lui, ou annulez.',
    elsewhereFailed:
      'L’autre serveur n’a pas dit qui vous êtes. Réessayez dans un instant, ou connectez-vous autrement.',
    tooMany:
      'Il y a eu trop d’essais erronés aujourd’hui. Attendez demain, ou demandez de l’aide à votre administrateur.',
  },
  totp: {
    title: 'Application d’authentification',
    code: 'Code de votre application d’authentification',
    wrong:
      'Ce n’est pas le code que montre votre application, ou il a déjà servi. Attendez le suivant et réessayez.',
    scan: 'Scannez cette image avec une application d’authentification.',
    confirm: 'Saisissez les six chiffres que montre l’application.',
    qrCode: 'Code QR contenant la clé ci-dessous',
    byHand: 'Ou saisissez cette clé à la main :',
    onThisDevice: 'Ouvrir l’application sur cet appareil',
    wrongAtEnrolment:
      'Ce n’est pas le code que montre l’application pour cette clé. Attendez le suivant et réessayez. Si cela continue, vérifiez l’heure de l’appareil.',
    tooLate:
      'Cela a pris trop de temps. Voici une nouvelle clé : supprimez l’ancienne de votre application et recommencez.',
    tooMany: 'Vous avez dix applications d’authentification. Supprimez-en d’abord une.',
  },
  recoveryCode: {
    title: 'Codes de récupération',
    lead: 'Saisissez l’un des codes que vous avez conservés en configurant votre deuxième étape. Il est valable une fois ; vous configurez ensuite une nouvelle deuxième étape.',
    code: 'Code de récupération',
    wrong: 'Ce n’est aucun de vos codes de récupération, ou il a déjà servi.',
    keep: 'Si vous perdez votre deuxième étape, chacun de ces codes vous laisse entrer une fois. Imprimez-les, ou rangez-les dans un gestionnaire de mots de passe. Ils ne seront plus affichés.',
    download: 'Télécharger en fichier texte',
    kept: 'Je les ai conservés',
    fileTitle: 'Codes de récupération, chacun valable une fois',
    tooLate: 'Cela a pris trop de temps. Voici de nouveaux codes ; les précédents ne valent rien.',
    left: '{left} sur {all} restants',
  },
  passkeys: {
    title: 'Clé d’accès',
    nameByDate: 'Clé d’accès du {date}',
    signIn: 'Se connecter avec une clé d’accès',
    use: 'Utiliser votre clé d’accès',
    create: 'Créer une clé d’accès',
    about:
      'Avec une clé d’accès, vous vous connectez par votre empreinte, votre visage ou le code PIN de cet appareil, ou avec une clé de sécurité. Il n’y a rien à retenir, et personne ne peut vous amener à la livrer.',
    wrong:
      'Cette clé d’accès ne fonctionne pas ici. Utilisez-en une autre, ou connectez-vous autrement.',
    cloned:
      'Cette clé d’accès a été utilisée ailleurs d’une façon anormale. Connectez-vous autrement, et supprimez-la de votre compte.',
    tooLate: 'Cela a pris trop de temps, ou c’était déjà fait. Réessayez.',
    noAnswer:
      'Votre navigateur n’a pas envoyé de clé d’accès. Il faut JavaScript et un navigateur qui les connaît ; sinon, connectez-vous autrement.',
    notMade: 'La clé d’accès n’a pas pu être créée. Réessayez, ou utilisez un autre appareil.',
    notAdded: 'Cette clé d’accès est déjà configurée, ou vous en avez autant que possible.',
    notAllowed:
      'Rien ne s’est passé : cela a été annulé, a pris trop de temps, ou il n’y a pas de clé d’accès ici.',
    exists: 'Il y a déjà une clé d’accès pour ce compte sur cet appareil.',
    failed:
      'Votre navigateur ne peut pas le faire pour le moment. Réessayez, ou continuez autrement.',
    needsScript:
      'Les clés d’accès ont besoin de JavaScript, que votre navigateur n’exécute pas ici.',
  },
  upstream: {
    title: 'Ou avec un compte que vous avez ailleurs :',
    address: 'autre adresse',
    goOn: 'Continuer',
    signIn: 'Se connecter avec {name}',
    wrong: 'Personne ne s’y est connecté. Réessayez, ou connectez-vous autrement.',
    gone: 'Vous ne pouvez plus vous y connecter. Connectez-vous autrement.',
    identifier: 'Nom d’utilisateur ou adresse e-mail',
    cannotProve:
      '{name} ne dit pas quand vous vous y êtes connecté, et cela doit être connu ici. Connectez-vous autrement.',
    notFresh:
      '{name} ne vous a pas demandé de vous reconnecter, et c’est nécessaire ici. Déconnectez-vous là-bas et réessayez, ou connectez-vous autrement.',
    denied: '{name} ne vous a pas laissé continuer, ou vous avez annulé là-bas.',
    repeated: 'Cette réponse est déjà arrivée. Réessayez.',
    nobody:
      'Il n’y a pas de compte ici pour celui que vous avez chez {name}. Demandez-en un à votre administrateur, en lui donnant cette référence : {reference}. Ou connectez-vous autrement.',
    link: {
      title: 'Est-ce votre compte ?',
      lead: 'Il y a ici un compte avec l’adresse {email}. Prouvez une fois qu’il est à vous ; vous pourrez ensuite vous connecter aussi avec {name}.',
    },
  },
  accountChoice: {
    title: 'Choisir un compte',
    goOn: 'Continuer avec ce compte',
    other: 'Utiliser un autre compte',
    cancel: 'Annuler',
  },
  signOut: {
    title: 'Se déconnecter',
    heading: 'Se déconnecter ?',
    errorTitle: 'Erreur de déconnexion',
    errorLead:
      'L’application a demandé votre déconnexion d’une façon incorrecte ; rien ne s’est encore passé. {reason}',
    askedBy: '{application} vous demande de vous déconnecter ici aussi.',
    signedInAs: 'Vous êtes connecté en tant que {name}.',
    ends: 'La déconnexion met fin à votre session avec toutes les applications que vous avez ouvertes d’ici.',
    confirm: 'Se déconnecter',
    stay: 'Rester connecté',
  },
  signedOut: {
    title: 'Déconnecté',
    lead: 'Votre session est terminée. Sur un ordinateur partagé, fermez aussi la fenêtre du navigateur.',
    telling: 'Les applications que vous avez ouvertes en sont informées.',
    tellingThenBack:
      'Les applications que vous avez ouvertes en sont informées, puis vous retournez à {application}.',
    stranger: 'Vous iriez vers {host}. Ne continuez que si vous connaissez cette adresse.',
    back: 'Retour à {application}',
    elsewhere: 'Se déconnecter aussi de {name}',
    signInAgain: 'Se reconnecter',
    frame: 'Une application qui en est informée',
  },
  newPassword: {
    rule: 'Au moins {length} caractères. Plusieurs mots à la suite conviennent ; les noms, et ce que beaucoup choisissent, non.',
    tooLong: 'Le mot de passe ne doit pas dépasser {length} caractères.',
    tooShort: 'Le mot de passe doit avoir au moins {length} caractères.',
    control: 'Le mot de passe ne doit pas contenir de caractères de contrôle.',
    breached: 'Ce mot de passe est connu par la fuite d’un autre service. Choisissez-en un autre.',
    common:
      'Ce mot de passe est l’un des premiers qu’essaient les attaquants. Choisissez-en un autre.',
    name: 'Le mot de passe doit être plus qu’un nom suivi de chiffres ou de signes.',
    same: 'C’est le mot de passe que vous avez. Choisissez-en un autre.',
    changedMeanwhile: 'Le mot de passe vient d’être modifié ailleurs.',
  },
};
