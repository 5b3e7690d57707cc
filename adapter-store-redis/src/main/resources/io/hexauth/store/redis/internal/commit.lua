-- ARGV: 1 expected grant id, 2 expected generation, 3 format, 4 key id, 5 document,
--       6 end of the access token, 7 retention
if row == nil or unknown or row.state == 'TOMBSTONE' then
  return answer(false)
end
local next_gen = plus(ARGV[2], 1)
if is_version(ARGV[1], next_gen)
  and row.fmt == ARGV[3] and row.key_id == ARGV[4] and row.ct == ARGV[5] then
  return answer(true)
end
if not is_version(ARGV[1], ARGV[2]) then
  return answer(false)
end

finish({
  gen = next_gen, state = 'IDLE', attempt = '0', owner = '', attempt_id = '', lease_until = '',
  not_before = '', err_code = '', fmt = ARGV[3], key_id = ARGV[4], ct = ARGV[5],
  access_exp = ARGV[6], purge_at = ARGV[7] == '' and '' or text(now + ARGV[7])
})
return answer(true)
