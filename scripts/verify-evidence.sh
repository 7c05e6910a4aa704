#!/usr/bin/env bash
# 校验一个留痕文件，不用值班台的任何程序：只用 bash、coreutils、grep、sed、OpenSSL（3.0 以上）。
# Checks a 留痕文件 with nothing of ours: bash, coreutils, grep, sed and OpenSSL >= 3 only. The format: docs/evidence.md.
#
#   verify-evidence.sh FILE        exit 0: everything holds   1: something does not   2: it cannot be checked
#
# 结论以上级节点公钥为准：请把打印出的指纹与上级节点公布的指纹核对。
set -uo pipefail
export LC_ALL=C

readonly most_afterwards=5000
readonly zero=0000000000000000000000000000000000000000000000000000000000000000
readonly uuid='[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
readonly text='"([^"\\]|\\.)*"' # a JSON string

unable() { echo "无法校验：$*" >&2; exit 2; }

[ $# = 1 ] || { echo "用法：$0 留痕文件" >&2; exit 2; }
[ -f "$1" ] && [ -r "$1" ] || unable "读不到$1"
openssl version | grep -qE '^OpenSSL ([3-9]|[1-9][0-9])\.' || unable "需要 OpenSSL 3.0 以上"
folder=$(mktemp -d) || unable "没有临时文件夹"
trap 'rm -rf "$folder"' EXIT
readonly file=$1 folder

faults=0
# What a file names may hold an escape of two bytes or a mark that turns the line round; a person reads neither.
shown() { printf %s "$1" | LC_ALL=C sed -E 's/\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf/?/g'; }
fault() { echo "不符：$*。"; faults=$((faults + 1)); }
broken() { echo "结论：不符。$*。"; exit 1; }

# ---- OpenSSL -------------------------------------------------------------------------------------------------------

sm3() { openssl dgst -sm3 -r | cut -d' ' -f1; }          # of standard input, as hex
bytes_of() { printf "%b" "$(sed 's/../\\x&/g' <<<"$1")"; } # hex to bytes

# key_file NAME HEX: a public point (65 bytes) as a key that OpenSSL reads: SubjectPublicKeyInfo of curve SM2.
key_file() { bytes_of "3059301306072a8648ce3d020106082a811ccf5501822d034200$2" >"$folder/$1.der"; }

# signed KEY SIGNATURE: standard input was signed by KEY. One spelling: lower-case hex of a DER sequence.
signed() {
    [[ $2 =~ ^30([0-9a-f]{2}){8,71}$ ]] || return 1
    cat >"$folder/message"
    bytes_of "$2" >"$folder/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$folder/$1.der" -sigfile "$folder/signature" \
        -in "$folder/message" -rawin -digest sm3 -pkeyopt distid:1234567812345678 >/dev/null 2>&1
}

# Instants are compared as text, so their fractions are made equally long.
stamp() {
    local whole=${1%Z}
    [[ $whole == *.* ]] || whole+=.
    printf '%sZ' "${whole%.*}.$(printf '%-9s' "${whole#*.}" | tr ' ' 0)"
}

# ---- the file as a whole -------------------------------------------------------------------------------------------

# The last line is the seal; it covers every byte before it. Every length is compared, so that nothing is loose.
size=$(stat -c %s "$file")
[ "$size" -le 268435456 ] || broken "文件过大，不是留痕文件"
seal_line=$(tail -n 1 "$file" | tr -d '\0')
[[ $seal_line =~ ^seal\ ([0-9a-f]+)$ ]] || broken "文件结尾不完整：被截断或添加"
seal=${BASH_REMATCH[1]}
[ "$(tail -n 1 "$file" | cksum)" = "$(printf '%s\n' "$seal_line" | cksum)" ] || broken "文件结尾不完整：被截断或添加"
head -c $((size - ${#seal_line} - 1)) "$file" >"$folder/covered"
[ "$(tr -d '\000-\011\013-\037' <"$folder/covered" | cksum)" = "$(cksum <"$folder/covered")" ] ||
    broken "文件含有不应有的字节：被改动，或不是留痕文件"
mapfile -t lines <"$folder/covered"

at=0                                   # next line
there() { [[ ${lines[at]-} == "$1 "* ]]; } # the next line has this tag
take() {                               # value of the next line, which must have this tag
    there "$1" || broken "第$((at + 1))行不符合格式（应为$1）：被改动，或不是留痕文件"
    value=${lines[at]#"$1 "}
    at=$((at + 1))
}

# ---- what stands before the entries --------------------------------------------------------------------------------

[ "${lines[0]-}" = "zhiban-evidence 1" ] || broken "第1行不符合格式：不是留痕文件"
at=1
take exported-at; exported_at=$value
take subject; subject=$value
sample=''
if there sample-unit; then sample='【样例】'; take sample-unit; else take unit; fi
unit=${value%% *} unit_name=${value#* }
take device; sealer=$value
take upstream; upstream=$value
take upstream-key; upstream_key=$value
[[ $upstream_key =~ ^04[0-9a-f]{128}$ ]] || broken "上级节点公钥不是公钥"
key_file upstream "$upstream_key"
fingerprint=$(printf %s "$upstream_key" | sm3)
fingerprint=${fingerprint:0:16}

# Before anything else the seal: most changes end here.
declare -A unit_of
certificates=() certificate_signatures=()
while there certificate; do
    take certificate; certificates+=("$value")
    take certificate-signature; certificate_signatures+=("$value")
done
for i in "${!certificates[@]}"; do
    if ! printf %s "${certificates[i]}" | signed upstream "${certificate_signatures[i]}"; then
        fault "设备证书不符：签名与内容不符"
        continue
    fi
    pattern="^\\{\"device\":\"($uuid)\",\"unit\":($text),\"key\":\"(04[0-9a-f]{128})\",\"from\":$text,\"upstream\":\"($uuid)\",\"key_id\":\"([0-9a-f]{16})\"\\}$"
    [[ ${certificates[i]} =~ $pattern ]] || broken "设备证书无法读取"
    device=${BASH_REMATCH[1]}
    if [ "${BASH_REMATCH[6]}" != "$upstream" ] || [ "${BASH_REMATCH[7]}" != "$fingerprint" ] || [ -n "${unit_of[$device]-}" ]; then
        fault "设备${device}的证书重复，或不是本上级节点签发的"
        continue
    fi
    unit_of[$device]=${BASH_REMATCH[2]}
    key_file "$device" "${BASH_REMATCH[4]}"
done
[ "${unit_of[$sealer]-}" = "\"$unit\"" ] || broken "没有导出设备的证书"
signed "$sealer" "$seal" <"$folder/covered" || broken "文件封签不符：文件在导出以后被改动，或不是该设备导出的"

# ---- receipts ------------------------------------------------------------------------------------------------------

declare -A received_at position_of # of proven receipts, by the digest of their bytes

# read_receipt JSON SIGNATURE: proven, it is taken apart into r_*.
read_receipt() {
    local pattern="^\\{\"entry\":\"($uuid)\",\"header_hash\":\"([0-9a-f]{64})\",\"position\":([0-9]+),\"received_at\":\"([0-9TZ:.-]+)\",\"upstream\":\"($uuid)\",\"generation\":[0-9]+,\"key_id\":\"([0-9a-f]{16})\",\"device_head\":\\{\"epoch\":([0-9]+),\"seq\":([0-9]+),\"digest\":\"([0-9a-f]{64})\"\\}\\}$"
    [[ $1 =~ $pattern ]] || return 1
    local part=("${BASH_REMATCH[@]}")
    r_entry=${part[1]} r_hash=${part[2]} r_position=${part[3]} r_at=$(stamp "${part[4]}")
    r_upstream=${part[5]} r_head=${part[7]}.${part[8]} r_head_digest=${part[9]}
    [ "${part[6]}" = "$fingerprint" ] && [ "$r_upstream" = "$upstream" ] || return 1
    printf %s "$1" | signed upstream "$2" || return 1
    r_digest=$(printf %s "$1" | sm3)
    received_at[$r_digest]=$r_at position_of[$r_digest]=$r_position
}

while there anchor-receipt; do
    take anchor-receipt; receipt=$value
    take anchor-receipt-signature
    read_receipt "$receipt" "$value" || fault "佐证用的回执不符"
done

# ---- entries -------------------------------------------------------------------------------------------------------

declare -A word=([call_opened]=来电 [call_noted]=来电补充 [call_time_corrected]=更正接报时间 [call_ended]=来电办结
    [source_added]=并入的来电 [call_out]=拨出登记 [sign_off]=签发 [report]=报告 [relay]=国家系统录入
    [sign_off_sought]=请示记录 [alarm_rung]=提醒记录 [alarm_acknowledged]=提醒已知悉 [clock_set]=时钟变动记录
    [sound_tested]=提示音自检 [officer_listed]=值班人员 [change_noted]=变化登记 [accord_checked]=口径核对
    [extension_granted]=延期 [duty_done]=办结时限 [incident_ended]=事件办结 [process_joined]=归入灾害过程
    [incident_reopened]=重新打开 [looked_again]=再看 [pack_changed]=规则包变更 [number_explained]=缺号说明
    [information]=普通信息 [signed_in]=值班登录 [claimed]=认领 [disclosed]=调阅 [purged]=清除
    [access_noted]=查阅与导出 [epoch_opened]=新纪元 [taken_up]=承接 [acknowledged]=签收 [directive]=指令
    [directive_answered]=答复指令 [level_told]=据告知 [same_event]=同一事件 [notice]=互通记录 [peer_notice]=毗邻通报
    [roster_published]=值班表 [roster_changed]=值班变更
    [roster_entered]=值班表录入国家系统)

beijing() { TZ=CST-8 date -d "$1" '+%Y年%-m月%-d日%-H时%M分%S秒'; }

header_pattern="^\\{\"id\":\"($uuid)\",\"alg\":\"sm3-sm2\",\"kind\":\"([a-z_]+)\",\"subject\":\"($uuid)\",\"audience\":\"[a-z_]+\",\"addressees\":\\[[^]]*\\],\"links\":\\[[^]]*\\],\"device\":\"($uuid)\",\"epoch\":([0-9]+),\"seq\":([0-9]+),\"prev\":\"([0-9a-f]{64})\",\"unit\":($text),\"author\":(\"desk\"|\\{\"officer\":\"($uuid)\"\\}),\"claimed_at\":\"([0-9TZ:.-]+)\",\"entered_at\":\"([0-9TZ:.-]+)\",\"clock_offset_ms\":-?[0-9]+,\"clock_error_ms\":(null|[0-9]+),\"boot_id\":$text,\"anchor\":(null|\\{\"position\":([0-9]+),\"digest\":\"([0-9a-f]{64})\"\\}),\"pack\":\"[0-9a-f]{64}\",\"base\":(null|\"$uuid\"),\"body_hash\":\"([0-9a-f]{64})\",\"body_len\":([0-9]+),\"blobs\":\\[[^]]*\\]\\}$"

count=0
id=() kind=() device_of=() epoch=() seq=() prev=() digest=() own=() name=() entered=() author=() own_receipt=() anchored=()
body_hash=() what=() written_in=()
claims=()
declare -A purged claimed_by head_digest head_at reports

while there entry || there header; do
    tag=${lines[at]%% *}
    take "$tag"; header=$value
    [[ $header =~ $header_pattern ]] || broken "第${at}行的条目头无法读取"
    n=$count count=$((count + 1))
    id[n]=${BASH_REMATCH[1]} kind[n]=${BASH_REMATCH[2]} of=${BASH_REMATCH[3]} device_of[n]=${BASH_REMATCH[4]}
    epoch[n]=${BASH_REMATCH[5]} seq[n]=${BASH_REMATCH[6]} prev[n]=${BASH_REMATCH[7]} of_unit=${BASH_REMATCH[8]}
    author[n]=${BASH_REMATCH[11]} claimed=${BASH_REMATCH[12]} entered[n]=${BASH_REMATCH[13]} written_in[n]=$of_unit
    anchor_position=${BASH_REMATCH[17]} anchor=${BASH_REMATCH[18]} body_hash[n]=${BASH_REMATCH[20]} body_len=${BASH_REMATCH[21]}
    name[n]="${word[${kind[n]}]-${kind[n]}}（$(beijing "${entered[n]}")，第${seq[n]}号）"
    digest[n]=$(printf %s "$header" | sm3)
    own[n]=$([ "$tag" = entry ] && echo 1)
    [ "$([ "$of" = "$subject" ] && echo 1)" = "${own[n]}" ] || fault "${name[n]}：标为$([ "$tag" = entry ] && echo 本事件 || echo 其他事项)，与条目头不符"
    what[n]=between
    if [ "$tag" = entry ]; then
        case ${lines[at]-} in
        body-withheld) what[n]=withheld at=$((at + 1)) ;;
        body-purged) what[n]=purged at=$((at + 1)) ;;
        *)
            what[n]=whole
            take body
            [ "$(printf %s "$value" | sm3)" = "${body_hash[n]}" ] && [ ${#value} = "$body_len" ] ||
                fault "${name[n]}：正文与条目头登记的摘要不符"
            pattern="^\\{\"salt\":\"[0-9a-f]*\",\"${kind[n]}\":"
            [[ $value =~ $pattern ]] || fault "${name[n]}：条目头与正文的种类不一致"
            [ "${kind[n]}" != report ] || reports[${id[n]}]=$value
            [ "${kind[n]}" != access_noted ] || [[ $value == *'"what":"evidence"'* ]] || kind[n]=access_other
            if [ "${kind[n]}" = claimed ] && [ "${author[n]}" ]; then
                pattern="\"claimed\":\\{\"entry\":\"($uuid)\"\\}\\}$"
                [[ $value =~ $pattern ]] && claims+=("$(stamp "$claimed") ${id[n]} ${BASH_REMATCH[1]} ${author[n]} $of_unit")
            fi
            if [ "${kind[n]}" = purged ]; then
                while read -r gone; do purged[$gone.$of_unit]=1; done < <(
                    grep -oE "\"entry\":\"$uuid\",\"body_hash\":\"[0-9a-f]{64}\"" <<<"$value" |
                        cut -d'"' -f4,8 --output-delimiter=.)
            fi
            ;;
        esac
    fi
    take signature
    if [ "${unit_of[${device_of[n]}]-}" != "$of_unit" ]; then
        fault "${name[n]}：没有写入设备的证书，或单位与证书不符"
    elif ! printf %s "$header" | signed "${device_of[n]}" "$value"; then
        fault "${name[n]}：签名与内容不符：内容被改动，或不是该设备签发"
    fi
    if there receipt; then
        take receipt; receipt=$value
        take receipt-signature
        if read_receipt "$receipt" "$value" && [ "$r_hash" = "${digest[n]}" ] && [ "$r_entry" = "${id[n]}" ]; then
            own_receipt[n]=$r_at
            head=${device_of[n]}.$r_head
            [ "${head_digest[$head]-$r_head_digest}" = "$r_head_digest" ] || fault "${name[n]}：两份回执所说的不是同一份记录"
            head_digest[$head]=$r_head_digest
            [[ -n ${head_at[$head]-} && ${head_at[$head]} < $r_at ]] || head_at[$head]=$r_at
        else
            fault "${name[n]}：回执不是这条条目的回执，或不是登记的上级节点签发的"
        fi
    fi
    anchored[n]=${anchor:+$anchor_position.$anchor}
done

# ---- the chain, and the time in which each entry was written -------------------------------------------------------

follows=() not_before=() not_after=() gaps=''
last=-1 # of the desk that sealed the file
for ((n = 0; n < count; n++)); do
    [ "${device_of[n]}" != "$sealer" ] || last=$n
    anchor=${anchored[n]#*.}
    if [ -n "$anchor" ] && [ "${position_of[$anchor]-}" = "${anchored[n]%%.*}" ]; then not_before[n]=${received_at[$anchor]}; fi
    not_after[n]=${own_receipt[n]-}
    head=${device_of[n]}.${epoch[n]}.${seq[n]}
    if [ -n "${head_digest[$head]-}" ]; then
        if [ "${head_digest[$head]}" != "${digest[n]}" ]; then
            fault "${name[n]}：与上级节点当时收到的不是同一份"
        elif [[ -z ${not_after[n]} || ${head_at[$head]} < ${not_after[n]} ]]; then
            not_after[n]=${head_at[$head]}
        fi
    fi
    [ "$n" -gt 0 ] || continue
    before="${device_of[n - 1]} $(printf '%010d %020d' "${epoch[n - 1]}" "${seq[n - 1]}")"
    [[ $before < "${device_of[n]} $(printf '%010d %020d' "${epoch[n]}" "${seq[n]}")" ]] || fault "${name[n]}：次序不对或重复"
    [ "${device_of[n - 1]}.${epoch[n - 1]}" = "${device_of[n]}.${epoch[n]}" ] || continue
    if [ "${seq[n]}" -gt $((seq[n - 1] + 1)) ]; then
        gaps+="设备${device_of[n]}第${epoch[n]}纪元有间断：第$((seq[n - 1] + 1))号至第$((seq[n] - 1))号不在文件里，是否与本事件有关，本文件不能证明。"$'\n'
    elif [ "${prev[n]}" = "${digest[n - 1]}" ]; then
        follows[n]=1
        [[ -z ${not_before[n - 1]-} || ${not_before[n]-} > ${not_before[n - 1]} ]] || not_before[n]=${not_before[n - 1]}
    else
        fault "${name[n]}：与前一条不相接，前一条或本条被改动"
    fi
done
for ((n = count - 1; n > 0; n--)); do
    if [ "${follows[n]-}" ] && [ -n "${not_after[n]}" ] && [[ -z ${not_after[n - 1]} || ${not_after[n]} < ${not_after[n - 1]} ]]; then
        not_after[n - 1]=${not_after[n]}
    fi
    [ "${device_of[n]}" = "$sealer" ] && [ "${device_of[n - 1]}.${epoch[n - 1]}" = "${device_of[n]}.${epoch[n]}" ] || continue
    missing=$((seq[n] - seq[n - 1] - 1))
    [ "$missing" -le 0 ] || { [ "$n" = "$last" ] && [ "$missing" -gt "$most_afterwards" ]; } ||
        fault "导出设备第$((seq[n - 1] + 1))号至第$((seq[n] - 1))号的记录不在文件里：被抽走，或本机已没有"
done
for ((n = 0; n < count; n++)); do
    case ${what[n]} in
    purged) [[ ${kind[n]} =~ ^(call_noted|source_added)$ && ${purged[${id[n]}.${body_hash[n]}.${written_in[n]}]-} ]] || fault "${name[n]}：正文不在文件里，也没有清除记录" ;;
    withheld) [ "${unit_of[${device_of[n]}]-}" != "\"$unit\"" ] || fault "${name[n]}：正文不在文件里，也没有清除记录" ;;
    esac
done
[ "$last" -ge 0 ] && [ "${kind[last]}" = access_noted ] && [ "${what[last]}" = whole ] &&
    [ "$(stamp "${entered[last]}")" = "$(stamp "$exported_at")" ] ||
    fault "文件最后没有这次导出的记录：结尾可能被抽走"

# Of several who claimed one entry of the desk the earliest of its unit stands.
for ((n = 0; n < count; n++)); do
    [ -z "${author[n]}" ] || continue
    of=$(printf '%s\n' "${claims[@]-}" | sort | while read -r _ _ entry by of_unit; do
        if [ "$entry" = "${id[n]}" ] && [ "$of_unit" = "${written_in[n]}" ]; then echo "$by" && break; fi
    done)
    [ -z "$of" ] || claimed_by[${id[n]}]=$of
done

# ---- names and letters ---------------------------------------------------------------------------------------------

declare -A officer
while there officer; do
    take officer
    officer[${value%% *}]=${value#* }
done
letters=0
for ((n = 0; n < count; n++)); do
    [ "${reports[${id[n]}]-}" ] || continue
    take letter
    words="\"title\":\"${value#* }\",\"body\":\""
    of=${value%% *} between=''
    while there letter-line; do
        take letter-line
        words+=$between$value between='\n'
    done
    [ "$of" = "${id[n]}" ] && [[ ${reports[$of]} == *"$words\","* ]] || fault "报告正文与条目里的不一致，或有缺漏"
    letters=$((letters + 1))
done
[ "$at" = "${#lines[@]}" ] || broken "第$((at + 1))行不符合格式：被改动"

# ---- the verdict ---------------------------------------------------------------------------------------------------

called() { shown "${officer[$1]-值班员（姓名未登记）}"; }

receipted=0 by_later=0 device_only=0 rows=0
for ((n = 0; n < count; n++)); do
    [ "${own[n]}" ] || continue
    rows=$((rows + 1))
    if [ "${own_receipt[n]-}" ]; then receipted=$((receipted + 1));
    elif [ "${not_after[n]}" ]; then by_later=$((by_later + 1));
    else device_only=$((device_only + 1)); fi
done
echo "留痕文件：事件$subject，$sample$(shown "$unit_name")（$unit）$(beijing "$exported_at")导出。"
echo "上级节点公钥指纹：$fingerprint。请与上级节点公布的指纹核对；指纹不一致的，以下各条都不成立。"
if [ "$faults" = 0 ]; then echo "结论：相符，未发现改动。"; else echo "结论：不符，${faults}处。"; fi
echo "本事件条目${rows}条：有上级节点回执${receipted}条，由同一链上后一条的回执佐证${by_later}条，只有本机可证${device_only}条。"
for ((n = 0; n < count; n++)); do
    [ "${own[n]}" ] || continue
    by=值班岗位
    [ -z "${author[n]}" ] || by=$(called "${author[n]}")
    [ -n "${author[n]}" ] || [ -z "${claimed_by[${id[n]}]-}" ] || by="值班岗位（$(called "${claimed_by[${id[n]}]}")认领）"
    echo "${name[n]}，$by；不早于$([ "${not_before[n]-}" ] && beijing "${not_before[n]}" || echo 何时无从证明)；不晚于$([ "${not_after[n]}" ] && beijing "${not_after[n]}" || echo 何时只有本机可证)。"
done
printf %s "$gaps"
echo "报告正文${letters}份，与条目一致与否已核对。"
cat <<'END'
何人：条目由持有设备密钥的机器签名，设备证书由上级节点签发。署名值班员的，是用本机登录码登录后所记；登录码不是个人电子签名，姓名由本机登记。
何时：不早于、不晚于以上级节点的时钟为准；录入时间和发生时间由本机和值班员自述。
何事：证明的是当时记下的内容没有再改，不证明所记的事属实。
全否：首尾之间有无缺漏见上；文件里首条以前、各纪元末条以后和导出以后又记了什么，本文件不能证明。
END
[ "$device_only" = 0 ] || echo "只有本机可证的条目：上级节点收到以前，持有设备密钥的人能够重写，本文件不能排除。"
[ -z "$sample" ] || echo "样例单位：只供试用，不作凭据；未接上级节点的样例，证书由本机自签。"
[ "$faults" = 0 ]
