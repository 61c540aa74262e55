/* global document, navigator, AbortController, PublicKeyCredential */
// Runs the ceremony of each form that has one (WebAuthn §5.1), and sends what came of it.

/** The ceremony that is running: a browser has one at a time. */
let running;
/** Whether the person is being asked, or has answered: a second click changes nothing. */
let busy = false;

for (const field of document.querySelectorAll('input[data-ceremony]')) {
  const { form } = field;
  const create = field.dataset.ceremony === 'create';

  const ask = async (signal, more) => {
    const given = JSON.parse(field.dataset.options);
    if (create) {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(given);
      return navigator.credentials.create({ publicKey, signal });
    }
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(given);
    return navigator.credentials.get({ publicKey, signal, ...more });
  };

  const run = async (more) => {
    // What the autofill waits for ends before the person is asked; nothing waits until it has.
    running?.abort();
    if (more === undefined) busy = true;
    const mine = new AbortController();
    running = mine;
    try {
      const credential = await ask(mine.signal, more);
      if (mine.signal.aborted || credential === null) return;
      busy = true;
      field.value = JSON.stringify(credential);
      wish();
      form.submit();
    } catch (error) {
      if (mine.signal.aborted || more !== undefined) return;
      busy = false;
      tell(error);
      suggest();
    }
  };

  /** "Keep me signed in" stands in the first form. */
  const wish = () => {
    const keep = document.getElementById('keep');
    if (!keep?.checked || keep.form === form) return;
    const wanted = Object.assign(document.createElement('input'), { type: 'hidden', name: 'keep' });
    wanted.value = keep.value;
    form.append(wanted);
  };

  const tell = ({ name }) => {
    const texts = [...form.querySelectorAll('[data-when]')];
    const wanted = texts.find((text) => text.dataset.when === name) ?? texts.at(-1);
    for (const text of texts) {
      text.hidden = text !== wanted;
      // Hidden ones are no alerts: who counts them would find three.
      text.role = text === wanted ? 'alert' : null;
    }
  };

  /** Passkeys stand among the usernames that the browser suggests (WebAuthn §5.1.4). */
  const suggest = async () => {
    if (!('autofill' in field.dataset)) return;
    const can = await PublicKeyCredential.isConditionalMediationAvailable?.();
    if (can && !busy) await run({ mediation: 'conditional' });
  };

  form.addEventListener('submit', (event) => {
    if (event.submitter?.id !== 'passkey' || typeof PublicKeyCredential === 'undefined') return;
    event.preventDefault();
    if (!busy) run();
  });

  if (typeof PublicKeyCredential !== 'undefined') {
    const { unknown, rpId } = field.dataset;
    // Its provider need not offer it any more (WebAuthn §5.1.10).
    if (unknown) {
      PublicKeyCredential.signalUnknownCredential?.({ rpId, credentialId: unknown }).catch(
        () => {},
      );
    }
    suggest();
  }
}

// Their provider offers those that there are, under the name that the person has now (WebAuthn §5.1.10).
for (const { dataset } of document.querySelectorAll('[data-passkeys]')) {
  if (typeof PublicKeyCredential === 'undefined') continue;
  const { allAcceptedCredentialIds, name, displayName, ...whose } = JSON.parse(dataset.passkeys);
  const told = [
    PublicKeyCredential.signalAllAcceptedCredentials?.({ ...whose, allAcceptedCredentialIds }),
    PublicKeyCredential.signalCurrentUserDetails?.({ ...whose, name, displayName }),
  ];
  for (const telling of told) telling?.catch(() => {});
}
