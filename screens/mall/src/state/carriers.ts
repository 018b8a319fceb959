import { useI18n, type WordKey } from '@/words'

const KNOWN: Record<string, WordKey> = {
  sf: 'ship.carrier_sf',
  zto: 'ship.carrier_zto',
  yto: 'ship.carrier_yto',
  sto: 'ship.carrier_sto',
  yunda: 'ship.carrier_yunda',
  jtexpress: 'ship.carrier_jtexpress',
  jd: 'ship.carrier_jd',
  ems: 'ship.carrier_ems',
  post: 'ship.carrier_post',
  deppon: 'ship.carrier_deppon',
  other: 'ship.carrier_other',
}

export const CARRIERS = Object.keys(KNOWN)

/** Who carries a parcel, by name; one the server knows and we do not, by its code. */
export function useCarriers() {
  const { t } = useI18n()
  return { sayCarrier: (code: string): string => (KNOWN[code] ? t(KNOWN[code]) : code) }
}
