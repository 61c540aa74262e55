import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LANGUAGES } from '#platform/texts';
import {
  type Brand,
  type Look,
  Looks,
  type OfferedLanguages,
  PLAIN_BRAND,
  PLAIN_LOOK,
} from '#platform/http';
import { Logos } from '#platform/outbound';
import { Settings, type SettingValues } from '#platform/settings';
import { BRANDING } from './branding.section.js';
import { LANGUAGE_SETTINGS } from './languages.section.js';

type Set = SettingValues<typeof BRANDING.members>;

/** Where the logo is shown from. */
const LOGO_PATH = '/brand/logo';

/** How pages look: as admins have set it, at most a second ago. */
@Injectable()
export class Branding extends Looks implements OnApplicationBootstrap {
  private known = PLAIN_LOOK;

  constructor(
    private readonly settings: Settings,
    private readonly logos: Logos,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.now();
  }

  get latest(): Look {
    return this.known;
  }

  async now(): Promise<Look> {
    const set = await this.settings.of(BRANDING);
    const logo = set.logo_uri !== '' && (await this.logos.canBeShown(set.logo_uri));
    const languages = await this.settings.of(LANGUAGE_SETTINGS);
    const offered = { languages: offeredBy(languages), languagePath: '/language' };
    this.known = { ...PLAIN_LOOK, brand: brandOf(set, logo), ...offered };
    return this.known;
  }

  /** The picture, as it was fetched. */
  async logo() {
    const { logo_uri: uri } = await this.settings.of(BRANDING);
    return uri === '' ? undefined : this.logos.find(uri);
  }
}

function offeredBy({
  default: first,
  offered,
}: SettingValues<typeof LANGUAGE_SETTINGS.members>): OfferedLanguages {
  const others = LANGUAGES.filter((language) => language !== first);
  return offered === 'all' ? [first, ...others] : [first];
}

function brandOf({ product_name: productName, accent, accent_dark, support }: Set, logo: boolean) {
  const { members } = BRANDING;
  const own = accent !== members.accent.default || accent_dark !== members.accent_dark.default;
  const colours = `${accent.slice(1)}-${accent_dark.slice(1)}`;
  const brand: Brand = {
    productName,
    stylesheets: [...PLAIN_BRAND.stylesheets, ...(own ? [`/brand/accent.${colours}.css`] : [])],
    accents: { light: accent, dark: accent_dark },
    logoPath: logo ? LOGO_PATH : undefined,
    support: support === '' ? undefined : contactOf(support),
  };
  return brand;
}

function contactOf(support: string) {
  const url = URL.parse(support);
  if (url?.protocol === 'https:' || url?.protocol === 'http:')
    return { href: url.href, text: url.host + url.pathname };
  return { href: `mailto:${support}`, text: support };
}
