import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { addressError, type FetchOptions, type OutboundMessage } from './exchange.js';
import { type FetchedImage, fetchImage, fetchJson, fetchJwt } from './fetch-json.js';
import { OutboundError } from './outbound-error.js';
import { postForm } from './post-form.js';
import { type OutboundAnswer, request } from './request.js';

/** Limit: our own requests to one host at a time, so that we are no use for attacking it. */
const PER_HOST = 2;
/** Limit: the same to an identity provider, which an admin chose and everybody signs in at. */
const PER_PROVIDER = 32;
/** Limit: milliseconds for a request to an identity provider, which may ask others itself. */
const PROVIDER_DEADLINE = 10_000;

/** Limit: our own messages to one receiver of events at a time. */
const PER_RECEIVER = 8;
/** Limit: milliseconds for a message to a receiver of events. */
const DELIVERY_DEADLINE = 10_000;

/** The one way out of Gatehouse: every feature that fetches something fetches it here. */
@Injectable()
export class OutboundDocuments {
  private readonly underWay = new Map<string, number>();

  constructor(private readonly config: Config) {}

  /**
   * GETs a JSON document of at most 64 kB within 3 seconds.
   * @throws OutboundError
   */
  async getJson(address: string): Promise<unknown> {
    return this.limited(address, fetchJson);
  }

  /**
   * GETs a JWT of at most 64 kB within 3 seconds.
   * @throws OutboundError
   */
  async getJwt(address: string): Promise<string> {
    return this.limited(address, fetchJwt);
  }

  /**
   * GETs a raster image of at most 64 kB within 3 seconds.
   * @throws OutboundError
   */
  async getImage(address: string): Promise<FetchedImage> {
    return this.limited(address, fetchImage);
  }

  /**
   * POSTs a form and waits 3 seconds at most until it is taken.
   * @throws OutboundError
   */
  async postForm(address: string, fields: Readonly<Record<string, string>>): Promise<void> {
    return this.limited(address, (to, options) => postForm(to, fields, options));
  }

  /**
   * Asks an identity provider, and takes whatever it answers.
   * @throws OutboundError
   */
  async askProvider(address: string, message: OutboundMessage): Promise<OutboundAnswer> {
    const ask = (to: string, options: FetchOptions) =>
      request(to, message, { ...options, deadline: PROVIDER_DEADLINE });
    return this.limited(address, ask, PER_PROVIDER);
  }

  /**
   * POSTs a message to whoever asked to be told, and takes whatever is answered.
   * @throws OutboundError
   */
  async deliver(address: string, message: OutboundMessage): Promise<OutboundAnswer> {
    const post = (to: string, options: FetchOptions) =>
      request(to, message, { ...options, deadline: DELIVERY_DEADLINE });
    return this.limited(address, post, PER_RECEIVER);
  }

  /** Why nothing would be sent to an address, as far as that can be told from what is written there. */
  addressError(address: string): string | undefined {
    return addressError(address, { exempt: this.config.outboundAllowedNetworks });
  }

  private async limited<T>(
    address: string,
    fetch: (address: string, options: FetchOptions) => Promise<T>,
    most = PER_HOST,
  ): Promise<T> {
    const host = URL.parse(address)?.host ?? '';
    const count = this.underWay.get(host) ?? 0;
    if (count >= most) throw new OutboundError('the host is busy');
    this.underWay.set(host, count + 1);
    try {
      return await fetch(address, { exempt: this.config.outboundAllowedNetworks });
    } finally {
      const left = (this.underWay.get(host) ?? 1) - 1;
      if (left === 0) this.underWay.delete(host);
      else this.underWay.set(host, left);
    }
  }
}
