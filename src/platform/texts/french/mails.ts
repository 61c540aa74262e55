import type { Texts } from '../catalogue.js';

const UNDO =
  'Déconnecter tout le monde et choisir un autre mot de passe (possible pendant sept jours)';
const NOTHING_TO_DO = 'Si c’était vous, il n’y a rien à faire.';

/** What is mailed. */
export const mailsTexts: Pick<Texts, 'mails'> = {
  mails: {
    hello: 'Bonjour,',
    helloTo: 'Bonjour {name},',
    address: 'Si le bouton ne fait rien, ouvrez cette adresse :',
    notYou: 'Ce n’était pas vous ?',
    footer: 'Envoyé par {product} à {issuer}. Personne ne lit les réponses à cet e-mail.',
    kinds: {
      test: {
        subject: 'Un essai de {product}',
        paragraphs: ['Un administrateur a demandé cet e-mail. L’envoi fonctionne.'],
        closing: [],
      },
      invitation: {
        subject: 'Votre compte chez {product}',
        paragraphs: [
          'Un compte a été créé pour vous. Vous vous connectez en tant que {username}, avec un mot de passe que vous choisissez maintenant.',
        ],
        button: 'Choisir votre mot de passe',
        closing: [
          'Le lien est valable une fois, pendant sept jours. Ensuite, demandez-en un autre.',
        ],
      },
      verification: {
        subject: 'Est-ce votre adresse ?',
        paragraphs: ['Confirmez que ceci est l’adresse e-mail du compte {username}.'],
        button: 'Confirmer l’adresse',
        closing: [
          'Le lien est valable une fois, pendant un jour. Si vous n’avez rien demandé, ne faites rien.',
        ],
      },
      newAddress: {
        subject: 'Confirmez votre nouvelle adresse',
        paragraphs: [
          'Confirmez que ceci doit devenir l’adresse e-mail du compte {username}. D’ici là, il garde celle qu’il a.',
        ],
        button: 'Confirmer l’adresse',
        closing: [
          'Le lien est valable une fois, pendant un jour. Si vous n’avez rien demandé, ne faites rien.',
        ],
      },
      identityLinked: {
        subject: 'Un compte externe a été associé',
        paragraphs: ['Un compte externe permet désormais de se connecter en tant que {username}.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      identityUnlinked: {
        subject: 'Un compte externe a été dissocié',
        paragraphs: ['Un compte externe n’est plus associé au compte {username}.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      addressChanged: {
        subject: 'Votre compte a une autre adresse',
        paragraphs: [
          'Le compte {username} a désormais une autre adresse e-mail. Ceci est le dernier e-mail à celle-ci.',
        ],
        closing: [NOTHING_TO_DO],
        undo: 'Rétablir cette adresse et déconnecter tout le monde (possible pendant sept jours)',
      },
      passwordChanged: {
        subject: 'Votre mot de passe a été modifié',
        paragraphs: ['Le compte {username} a un nouveau mot de passe.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      authenticatorAdded: {
        subject: 'Un nouveau moyen de se connecter',
        paragraphs: ['Un nouveau moyen de se connecter a été ajouté au compte {username}.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      authenticatorRemoved: {
        subject: 'Un moyen de se connecter a été supprimé',
        paragraphs: ['Un moyen de se connecter a été supprimé du compte {username}.'],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      authenticatorsReset: {
        subject: 'Vos autres moyens de vous connecter ont été supprimés',
        paragraphs: [
          'Un administrateur a supprimé les autres moyens de se connecter au compte {username}. Vous êtes déconnecté partout.',
        ],
        closing: ['Si vous l’avez demandé, il n’y a rien à faire.'],
        undo: UNDO,
      },
      newBrowser: {
        subject: 'Connexion dans un nouveau navigateur',
        paragraphs: [
          'Quelqu’un s’est connecté en tant que {username} dans un navigateur où vous ne vous étiez jamais connecté : {browser}, depuis {address}.',
        ],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      recoveryCodeUsed: {
        subject: 'Un code de récupération a été utilisé',
        paragraphs: [
          'Quelqu’un a donné un code de récupération du compte {username} à la place de sa deuxième étape : {browser}, depuis {address}.',
        ],
        closing: [NOTHING_TO_DO],
        undo: UNDO,
      },
      factorsLocked: {
        subject: 'Quelqu’un essaie de deviner votre deuxième étape',
        paragraphs: [
          'Quelqu’un sait comment commencer à se connecter en tant que {username}, et a tant essayé de deviner la deuxième étape qu’elle n’est plus acceptée aujourd’hui. Personne n’est entré.',
        ],
        closing: ['Si c’était vous, réessayez demain, ou demandez à votre administrateur.'],
        undo: UNDO,
      },
      accountDeleted: {
        subject: 'Un compte a été supprimé',
        paragraphs: [
          'Le compte qui avait cette adresse chez {product} est supprimé, comme vous l’avez demandé.',
        ],
        closing: ['Ceci est le dernier e-mail.'],
      },
      locked: {
        subject: 'Quelqu’un essaie de deviner votre mot de passe',
        paragraphs: [
          'Il y a eu tant de mots de passe erronés pour le compte {username} qu’il n’en accepte plus dans les navigateurs où vous ne vous êtes jamais connecté. Personne n’est entré.',
          'Vous pouvez vous connecter là où vous l’avez déjà fait, ou choisir un nouveau mot de passe.',
        ],
        closing: [],
        undo: 'Choisir un autre mot de passe et déconnecter tout le monde (possible pendant sept jours)',
      },
      recovery: {
        subject: 'Choisissez un nouveau mot de passe',
        paragraphs: [
          'Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour le compte {username}.',
        ],
        button: 'Choisir un nouveau mot de passe',
        closing: [
          'Le lien est valable une fois, pendant une heure. Un lien plus récent l’annule.',
          'Si ce n’était pas vous, il n’y a rien à faire : votre mot de passe reste le même.',
        ],
      },
      signUp: {
        subject: 'Votre nouveau compte chez {product}',
        paragraphs: ['Quelqu’un, sans doute vous, veut un compte avec cette adresse.'],
        button: 'Créer le compte',
        closing: [
          'Le lien est valable une fois, pendant un jour. Un lien plus récent l’annule.',
          'Si ce n’était pas vous, il n’y a rien à faire : sans le lien, il n’y a pas de compte.',
        ],
      },
      accountExists: {
        subject: 'Vous avez un compte chez {product}',
        paragraphs: [
          'Quelqu’un, sans doute vous, veut un compte avec cette adresse. Vous en avez déjà un : {username}.',
        ],
        button: 'Se connecter',
        other: 'Mot de passe oublié ? Choisissez-en un nouveau',
        closing: ['Si ce n’était pas vous, il n’y a rien à faire.'],
      },
      signUpWaits: {
        subject: 'Votre compte est en attente',
        paragraphs: [
          'Votre compte {username} attend un administrateur. Vous recevrez un e-mail dès qu’il pourra servir.',
        ],
        closing: ['Il n’y a rien à faire.'],
      },
      signUpApproved: {
        subject: 'Votre compte peut servir',
        paragraphs: ['Un administrateur a approuvé votre compte {username}.'],
        button: 'Se connecter',
        closing: [],
      },
      signUpRefused: {
        subject: 'Votre compte a été refusé',
        paragraphs: [
          'Un administrateur a refusé le compte {username} chez {product}. Il est supprimé.',
        ],
        closing: ['Demandez-lui si vous pensez que c’est une erreur.'],
      },
    },
  },
};
