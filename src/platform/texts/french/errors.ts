import type { Texts } from '../catalogue.js';

/** What people read when something cannot be. */
export const errorsTexts: Pick<Texts, 'problems' | 'error' | 'errorsForPeople' | 'malformed'> = {
  problems: {
    title: 'Problèmes',
    lead: 'Ce que répondent les API de gestion lorsqu’elles ne peuvent pas faire ce qui leur est demandé (RFC 9457).',
    status: 'Statut',
    code: 'Erreur',
  },
  error: {
    authorization: 'Erreur d’autorisation',
    logout: 'Erreur de déconnexion',
    notFound: 'Introuvable',
    other: 'Quelque chose ne va pas',
    code: 'Erreur',
    reference: 'Référence',
    goOn: 'Continuer vers {name}',
    account: 'Votre compte',
    home: 'Page d’accueil',
    advice:
      'Revenez en arrière et réessayez. Si cela se reproduit, communiquez la référence à l’exploitant.',
    busy: 'Le serveur ne peut pas le faire pour le moment.',
    busyAdvice: 'Réessayez dans un instant.',
    notFoundAdvice: 'Vérifiez l’adresse, ou commencez par la page d’accueil.',
  },
  errorsForPeople: {
    interactionOver: {
      happened: 'Cette connexion a expiré ou a été commencée dans un autre navigateur.',
      toDo: 'Recommencez dans l’application que vous voulez utiliser.',
    },
    notLinked: {
      happened: 'Le compte externe n’a pas été associé : personne ne s’y est connecté.',
      toDo: 'Allez sur votre compte et réessayez.',
    },
    linkedElsewhere: {
      happened: 'Ce compte externe appartient déjà à quelqu’un d’autre ici.',
      toDo: 'Connectez-vous là-bas avec un autre compte, ou demandez à votre administrateur.',
    },
    requestOver: {
      happened:
        'Cette connexion a expiré, est déjà terminée, ou appartient à une autre application.',
      toDo: 'Retournez à l’application et recommencez.',
    },
    answeredAlready: {
      happened: 'C’est déjà fait.',
      toDo: 'Continuez dans l’application d’où vous venez.',
    },
    linkOver: {
      happened: 'Ce lien a déjà servi, est trop ancien, ou il en existe un plus récent.',
      toDo: 'Demandez-en un autre là où vous avez obtenu celui-ci.',
    },
    addressTaken: {
      happened: 'Un autre compte a cette adresse.',
      toDo: 'Connectez-vous avec ce compte, ou prenez une autre adresse.',
    },
    accountGone: {
      happened: 'Ce compte n’existe plus.',
      toDo: 'Connectez-vous avec un autre compte.',
    },
    noSignUp: {
      happened: 'Personne ne crée de compte par soi-même ici.',
      toDo: 'Demandez un compte à votre administrateur.',
    },
    noMail: {
      happened:
        'Ce serveur n’envoie pas d’e-mails et ne peut donc pas envoyer de lien vers un nouveau mot de passe.',
      toDo: 'Demandez un nouveau mot de passe à votre administrateur.',
    },
    nothingHere: {
      happened: 'Il n’y a rien à cette adresse.',
      toDo: 'Retournez à l’application et recommencez.',
    },
    notAtDesk: {
      happened: 'Il n’y a rien ici que vous puissiez voir.',
      toDo: 'Cherchez au guichet, ou demandez à l’administration le rôle qu’il vous faut.',
    },
    formOutOfDate: {
      happened: 'Ce formulaire n’est plus à jour ou a été envoyé depuis un autre site.',
      toDo: 'Revenez en arrière, rechargez la page et réessayez.',
    },
  },
  malformed: {
    tooLarge: {
      happened: 'L’adresse ou les cookies envoyés par votre navigateur sont trop longs.',
      toDo: 'Supprimez les cookies de ce site, ou retournez à l’application et recommencez.',
    },
    unreadable: {
      happened: 'La requête est mal formée ou est arrivée trop lentement.',
      toDo: 'Réessayez.',
    },
  },
};
