-- ARGV: 1 grant id, 2 generation, 3 replaced grant id, 4 replaced generation, 5 format, 6 key id,
--       7 document, 8 end of the access token, 9 retention
if unknown then
  return answer(false)
end
if row ~= nil and row.grant_id == ARGV[1] and tonumber(row.gen) >= tonumber(ARGV[2]) then
  return answer(true)
end
if row ~= nil and row.grant_id == ARGV[1] and row.state == 'TOMBSTONE' then
  return answer(false)
end
local as_expected = (row == nil and ARGV[3] == '') or is_version(ARGV[3], ARGV[4])
if not as_expected then
  return answer(false)
end

create({
  grant_id = ARGV[1], gen = ARGV[2], epoch = '0', state = 'IDLE', attempt = '0', fmt = ARGV[5],
  key_id = ARGV[6], ct = ARGV[7], access_exp = ARGV[8],
  purge_at = ARGV[9] == '' and '' or text(now + ARGV[9])
})
return answer(true)
