import type { NewCard } from '../stripe/index.ts';
import type { Customer } from '../world/settle-in.ts';

const companies = (
  'Alder & Finch,Brightwater Labs,Cobalt Kitchens,Dovetail Studio,Ember Logistics,Fernhill Dental,Granite Yoga,' +
  'Harbor Books,Indigo Freight,Juniper Legal,Kestrel Media,Lumen Optics,Marlow Bikes,Nimbus Travel,Orchard Foods,' +
  'Pinecrest Vets,Quarry Climbing,Rosewood Events,Saffron Catering,Tidal Surf,Umber Ceramics,Vantage Robotics,' +
  'Willow Clinics,Xenia Hostels,Yarrow Gardens,Zephyr Drones,Aspen Audit,Birchwood Homes,Cinder Games,Dune Apparel,' +
  'Elm Street Toys,Foxglove Spa,Glacier Data,Hazel Payroll,Iris Photo,Jasper Tools,Kelp Foods,Larkspur Press,' +
  'Mistral Sails,Northgate Gym'
).split(',');

const people = (
  'Ada Moreau,Ben Osei,Chika Mori,Dana Kowalski,Elif Kaya,Femi Adeyemi,Grace Lindqvist,Hugo Bauer,Ines Duarte,' +
  'Jun Tanaka'
).split(',');

const places = [
  { zone: 'America/New_York', country: 'US', currency: 'usd' },
  { zone: 'Europe/Berlin', country: 'DE', currency: 'eur' },
  { zone: 'Asia/Tokyo', country: 'JP', currency: 'jpy' },
  { zone: 'America/Los_Angeles', country: 'US', currency: 'usd' },
  { zone: 'Europe/London', country: 'GB', currency: 'gbp' },
] as const;

/** Monthly, minor units; whole yen for JPY. */
const plans = [
  { plan: 'solo', prices: { usd: 1900, eur: 1800, gbp: 1600, jpy: 2900 } },
  { plan: 'team', prices: { usd: 4900, eur: 4500, gbp: 3900, jpy: 7400 } },
  { plan: 'business', prices: { usd: 49_900, eur: 45_900, gbp: 39_900, jpy: 75_000 } },
] as const;

/** What each charge on the card does, the renewal first; the last outcome repeats. */
const scripts: readonly (readonly string[])[] = [
  ['ok'],
  ['insufficient_funds', 'ok'],
  ['processing_error', 'processing_error', 'ok'],
  ['lost_card'],
  ['insufficient_funds'],
  ['ok'],
  ['expired_card'],
];

const pick = <T>(from: readonly T[], index: number): T => {
  const one = from[index % from.length];
  if (one === undefined) throw new RangeError('cannot pick from an empty list, give it one row');
  return one;
};

/** 40 invented customers, the same ones at every start. */
export const sampleCustomers: readonly Customer[] = companies.map((name, index) => sample(name, index));

function sample(name: string, index: number): Customer {
  const id = name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  const place = pick(places, index);
  const { plan, prices } = pick(plans, Math.floor(index / 2));
  const person = pick(people, index * 3);
  const email = `${person.split(' ')[0]?.toLowerCase() ?? 'owner'}@${id}.test`;
  return {
    id,
    name,
    zone: place.zone,
    country: place.country,
    plan,
    mrr: { amount: prices[place.currency], currency: place.currency },
    interval: 'month',
    since: `2025-${String(1 + (index % 12)).padStart(2, '0')}-10`,
    status: 'active',
    contacts: [{ email, name: person, role: 'owner' }],
    stripe: { customer: `cus_${id}`, subscription: `sub_${id}`, billingMode: 'flexible', cards: [card(id, index)] },
  };
}

function card(id: string, index: number): NewCard {
  return {
    id: `pm_${id}`,
    brand: index % 2 === 0 ? 'visa' : 'mastercard',
    fingerprint: `fp_${id}`,
    exp: '2028-03',
    charges: pick(scripts, index),
  };
}
