import { beforeAll, expect, it } from '@jest/globals';
import { describeChromium, launchChromium } from '../support/chromium.js';
import { freePort } from '../support/free-port.js';
import { describeEachDatabase } from '../support/mariadb.js';
import { startServer } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { worldOf, type RegisteredUser, type World } from '../support/world.js';
import { ExampleProcess } from './example-process.js';
import { Person } from './person.js';
import { PhotoWall } from './photo-wall.js';

const PHOTOS = 6;
/** What a browser knows of a picture: 0 when it could not be loaded. */
interface Image {
  readonly naturalWidth: number;
}

const localhost = async () => `http://localhost:${await freePort()}`;
const anError = (error: string) => expect.objectContaining({ error });

// Each step goes on where the last ended, as a day at an enterprise does.
describeChromium('The main job with real parts only', () => {
  describeEachDatabase('each step', (databaseUrl) => {
    let world: World;
    let library: ExampleProcess;
    let printing: ExampleProcess;
    let wall: PhotoWall;
    let user: RegisteredUser;
    let ada: Person;

    beforeAll(async () => {
      const url = await databaseUrl();
      const server = await startServer(url === undefined ? {} : { databaseUrl: url });
      world = worldOf(server);
      const shared = {
        GATEHOUSE: server.issuer,
        PHOTO_LIBRARY: await localhost(),
        ADMIN_PASSWORD: server.adminPassword ?? '',
        STATE_DIR: temporaryDirectory(),
      };
      library = new ExampleProcess('photo-library', shared.PHOTO_LIBRARY, shared);
      printing = new ExampleProcess('photo-printing', await localhost(), shared);
      await library.start();
      await printing.start();
      const chromium = await launchChromium();
      ada = await Person.at(await chromium.newContext());
    }, 120_000);

    it('an admin registers an application and a person', async () => {
      const origin = await localhost();
      const registered = await world.registerClient({
        client_name: 'Photo wall',
        redirect_uris: [`${origin}/callback`],
        scope: 'openid profile photos:read',
      });
      wall = await PhotoWall.start(world.issuer, registered, origin, library.origin);
      user = await world.createUser({ name: 'Ada Example' });
    });

    it('the person is asked to sign in; a wrong password is told so', async () => {
      await ada.open(wall.signInUrl);
      expect(await ada.heading()).toBe('Sign in');
      expect(await ada.words()).toContain('to continue to Photo wall');
      await ada.signIn({ ...user, password: 'not this one' });
      expect(await ada.texts('[role=alert]')).toEqual([
        expect.stringContaining('username or the password is wrong'),
      ]);
    });

    it('the consent page says in words who asks for what', async () => {
      await ada.signIn(user);
      expect(await ada.heading()).toBe('Allow access?');
      const words = await ada.words();
      expect(words).toContain('Photo wall');
      expect(words).toContain('See the photos in your library');
      expect(words).toContain('Signed in as Ada Example');
    });

    it('with permission, the application shows the photos', async () => {
      await ada.allow();
      expect(await ada.heading()).toBe('Your photos');
      const shown = await ada.texts('.photo');
      expect(shown).toHaveLength(PHOTOS);
      expect(shown).toEqual(await wall.photos());
      expect(wall.signedIn.subject).toBe(user.sub);
      expect(await wall.userinfo()).toMatchObject({ sub: user.sub, name: 'Ada Example' });
    });

    it('it refreshes, and the API takes the new token', async () => {
      const { accessToken } = wall.signedIn;
      await wall.refresh();
      expect(wall.signedIn.accessToken).not.toBe(accessToken);
      expect(await wall.photos()).toHaveLength(PHOTOS);
    });

    it('the same API asks Gatehouse about each token instead, and takes it', async () => {
      await library.stop();
      await library.start({ VALIDATION: 'introspection' });
      expect(await wall.photos()).toHaveLength(PHOTOS);
    });

    it('a second application: no login again, and Deny is access_denied', async () => {
      await ada.open(`${printing.origin}/connect`);
      expect(await ada.heading()).toBe('Allow access?');
      expect(await ada.words()).toContain('Photo printing');
      const [redirect] = await Promise.all([
        ada.page.waitForRequest((sent) => sent.url().startsWith(`${printing.origin}/callback`)),
        ada.deny(),
      ]);
      const response = new URL(redirect.url()).searchParams;
      expect(Object.fromEntries(response)).toMatchObject({
        error: 'access_denied',
        iss: world.issuer,
      });
      expect(response.has('code')).toBe(false);
      expect(await ada.heading()).toBe('You did not allow access');
    });

    it('asked again and allowed, it prints the photos', async () => {
      await ada.open(`${printing.origin}/connect`);
      await ada.allow();
      expect(await ada.heading()).toBe('Your print sheet');
      const loaded = await ada.page
        .locator('img.photo')
        .evaluateAll((images: unknown) => (images as Image[]).map((image) => image.naturalWidth));
      expect(loaded).toHaveLength(PHOTOS);
      expect(loaded.every((width) => width > 0)).toBe(true);
    });

    it('who has consented is not asked again', async () => {
      await ada.open(wall.signInUrl);
      expect(await ada.heading()).toBe('Your photos');
    });

    it('an application gives its permission back: revoked tokens end at once', async () => {
      const { accessToken, refreshToken } = wall.signedIn;
      await wall.revoke();
      await expect(wall.refresh()).rejects.toEqual(anError('invalid_grant'));
      await expect(wall.photos()).rejects.toMatchObject({ status: 401 });
      await ada.open(wall.signInUrl);
      expect(wall.signedIn.accessToken).not.toBe(accessToken);
      expect(wall.signedIn.refreshToken).not.toBe(refreshToken);
      expect(await wall.photos()).toHaveLength(PHOTOS);
    });

    it('the account page shows both permissions; one withdrawn ends that access only', async () => {
      await ada.open(`${world.issuer}/account/applications`);
      expect(await ada.texts('#consents > li strong')).toEqual(
        expect.arrayContaining(['Photo wall', 'Photo printing']),
      );
      await ada.press('#consents > li:has-text("Photo wall") .consent-revoke');
      expect(await ada.texts('#consents > li strong')).toEqual(['Photo printing']);

      await expect(wall.photos()).rejects.toMatchObject({ status: 401 });
      await expect(wall.refresh()).rejects.toEqual(anError('invalid_grant'));
      await ada.open(`${printing.origin}/prints`);
      expect(await ada.texts('figcaption')).toHaveLength(PHOTOS);
    });

    it('an application whose permission was withdrawn has to ask again', async () => {
      await ada.open(wall.signInUrl);
      expect(await ada.heading()).toBe('Allow access?');
    });

    it('signing out ends the session, and what rests on it', async () => {
      await ada.open(`${world.issuer}/account`);
      await ada.press('#sign-out');
      expect(new URL(ada.page.url()).pathname).toBe('/logout');
      await ada.press('#logout-confirm');
      expect(await ada.words()).toContain('Signed out');
      await ada.open(`${printing.origin}/prints`);
      expect(await ada.heading()).toBe('Your permission has ended');
      await ada.open(wall.signInUrl);
      expect(await ada.heading()).toBe('Sign in');
    });
  });
});
