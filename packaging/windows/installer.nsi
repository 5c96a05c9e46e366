; The set-up program for Windows. nsis.py runs makensis with what is asked for here as ${...}.
; Silent: /S, with /AllUsers or /CurrentUser, /Desktop for a shortcut there, and last /D=FOLDER.
; Exit codes: 0 done, 1 cancelled, 2 a file could not be written, 3 the program is running,
; 4 this Windows is too old or not x64, 5 administrator rights are missing, 6 the earlier version can't be removed.

Target ${TARGET}
Name "Gangsheet Studio"
OutFile "${OUTPUT}"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS all
SetCompressor /SOLID lzma
SetCompressorDictSize 64
AllowSkipFiles off
BrandingText "Gangsheet Studio ${VERSION}"

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh
!include FileFunc.nsh
!include nsDialogs.nsh

!define PROGRAM "Gangsheet Studio.exe"
!define COMMAND "gangsheet-studio.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\GangsheetStudio"
!define PROJECT_TYPE "GangsheetStudio.Project"
!define ORDER_TYPE "GangsheetStudio.Order"
!define IN_USE "Gangsheet Studio is running. Let it finish, close it, and try again."

VIProductVersion "${FOUR_NUMBERS}"
VIFileVersion "${FOUR_NUMBERS}"
VIAddVersionKey "ProductName" "Gangsheet Studio"
VIAddVersionKey "CompanyName" "Gangsheet Studio"
VIAddVersionKey "FileDescription" "Gangsheet Studio Setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"

Var AllUsers  ; 1 for all users of the machine, 0 for this one
Var OnDesktop ; 1 with a shortcut on the desktop
Var Relaunched ; 1 in the process that has administrator rights and takes over
Var Earlier   ; the folder of the version that is there, empty without one
Var AllUsersButton
Var DesktopBox

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenRelaunched
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
Page custom ChoosePage ChoosePageLeave
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenUpgrading
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; ---- shared by set-up and uninstaller

!macro Refuse code sentence
  MessageBox MB_OK|MB_ICONSTOP "${sentence}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

; Windows lets nobody write to a program that runs.
!macro RefuseInUse folder program
  ${Do}
    ${IfNot} ${FileExists} "${folder}\${program}"
      ${ExitDo}
    ${EndIf}
    FileOpen $0 "${folder}\${program}" a ; it leaves nothing in $0 where it fails
    ${If} $0 != ""
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${IN_USE}" /SD IDCANCEL IDCANCEL`
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${Loop}
!macroend

!macro UseContext
  ${If} $AllUsers = 1
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
!macroend

!macro TellShell
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
!macroend

; ---- set-up

!macro DefineIsAdministrator un
Function ${un}IsAdministrator
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 == "Admin"
    StrCpy $0 1
  ${Else}
    StrCpy $0 0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro DefineIsAdministrator ""
!insertmacro DefineIsAdministrator "un."

Function .onInit
  SetRegView 64
  ${IfNot} ${IsNativeAMD64}
    !insertmacro Refuse 4 "Gangsheet Studio needs Windows for x64 processors; this computer has another."
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    !insertmacro Refuse 4 "Gangsheet Studio needs Windows 10 version 1809 or later. Update Windows, then run this again."
  ${EndIf}
  StrCpy $AllUsers 0
  StrCpy $OnDesktop 0
  StrCpy $Relaunched 0
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ReadRegStr $1 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 == ""
  ${AndIf} $1 != ""
    StrCpy $AllUsers 1
  ${EndIf}
  Call ReadOptions
  Call ChooseFolder
  ${If} $AllUsers = 1
    Call IsAdministrator
    ${If} $0 = 0
      ${If} ${Silent}
        !insertmacro Refuse 5 "Installing for all users needs administrator rights."
      ${EndIf}
    ${EndIf}
  ${EndIf}
FunctionEnd

Function ReadOptions
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/AllUsers" $R1
  ${IfNot} ${Errors}
    StrCpy $AllUsers 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/CurrentUser" $R1
  ${IfNot} ${Errors}
    StrCpy $AllUsers 0
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/Desktop" $R1
  ${IfNot} ${Errors}
    StrCpy $OnDesktop 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/Relaunched" $R1
  ${IfNot} ${Errors}
    StrCpy $Relaunched 1
  ${EndIf}
  ClearErrors
FunctionEnd

; The folder of the version that is there; else /D=, which is in $INSTDIR already; else the usual one.
Function ChooseFolder
  !insertmacro UseContext
  ReadRegStr $Earlier SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $Earlier != ""
    StrCpy $INSTDIR $Earlier
  ${ElseIf} $INSTDIR == ""
    Call UsualFolder
  ${EndIf}
  ${If} ${FileExists} "$DESKTOP\Gangsheet Studio.lnk"
    StrCpy $OnDesktop 1
  ${EndIf}
FunctionEnd

Function UsualFolder
  ${If} $AllUsers = 1
    StrCpy $INSTDIR "$PROGRAMFILES64\Gangsheet Studio"
  ${Else}
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Gangsheet Studio"
  ${EndIf}
FunctionEnd

Function SkipWhenRelaunched
  ${If} $Relaunched = 1
    Abort
  ${EndIf}
FunctionEnd

Function SkipWhenUpgrading
  ${If} $Earlier != ""
    Abort
  ${EndIf}
FunctionEnd

Function ChoosePage
  Call SkipWhenRelaunched
  !insertmacro MUI_HEADER_TEXT "Who will use it" "Choose for whom Gangsheet Studio is installed."
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 0 100% 12u "&Only for me"
  Pop $1
  ${NSD_CreateRadioButton} 0 16u 100% 12u "For &all users of this computer (needs administrator rights)"
  Pop $AllUsersButton
  ${NSD_CreateCheckbox} 0 44u 100% 12u "Put a shortcut on the &desktop"
  Pop $DesktopBox
  ${If} $AllUsers = 1
    ${NSD_Check} $AllUsersButton
  ${Else}
    ${NSD_Check} $1
  ${EndIf}
  ${If} $OnDesktop = 1
    ${NSD_Check} $DesktopBox
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function ChoosePageLeave
  StrCpy $R2 $AllUsers
  ${NSD_GetState} $AllUsersButton $AllUsers
  ${NSD_GetState} $DesktopBox $R3
  ${If} $AllUsers <> $R2
    StrCpy $INSTDIR ""
    Call ChooseFolder
  ${EndIf}
  StrCpy $OnDesktop $R3
  Call IsAdministrator
  ${If} $AllUsers = 1
  ${AndIf} $0 = 0
    Call Relaunch
  ${EndIf}
FunctionEnd

; Ask Windows for administrator rights and leave the rest to the process that has them.
Function Relaunch
  StrCpy $0 "/AllUsers /Relaunched"
  ${If} $OnDesktop = 1
    StrCpy $0 "$0 /Desktop"
  ${EndIf}
  ClearErrors
  ExecShell "runas" "$EXEPATH" "$0"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "Without administrator rights it can be installed for you alone."
    Abort
  ${EndIf}
  Quit
FunctionEnd

; By way of the desktop, so that it does not run with set-up's administrator rights.
Function StartProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${PROGRAM}"'
FunctionEnd

Section "Gangsheet Studio"
  SetRegView 64
  !insertmacro UseContext
  !insertmacro RefuseInUse "$INSTDIR" "${PROGRAM}"
  !insertmacro RefuseInUse "$INSTDIR" "${COMMAND}"
  Call RemoveEarlier
  !include "${LISTS}/install.nsh"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Gangsheet Studio.lnk" "$INSTDIR\${PROGRAM}"
  ${If} $OnDesktop = 1
    CreateShortcut "$DESKTOP\Gangsheet Studio.lnk" "$INSTDIR\${PROGRAM}"
  ${EndIf}
  Call RegisterFileTypes
  Call RegisterUninstaller
  !insertmacro TellShell
SectionEnd

; The uninstaller that came with a version has the list of its files.
Function RemoveEarlier
  ${If} $Earlier != ""
  ${AndIf} ${FileExists} "$Earlier\uninstall.exe"
    ExecWait '"$Earlier\uninstall.exe" /S /Upgrade _?=$Earlier' $0
    ${If} $0 <> 0
      !insertmacro Refuse 6 "The version that is installed could not be removed. Restart Windows and run this again."
    ${EndIf}
  ${EndIf}
FunctionEnd

Function RegisterFileTypes
  StrCpy $0 '"$INSTDIR\${PROGRAM}"'
  WriteRegStr SHCTX "Software\Classes\${PROJECT_TYPE}" "" "Gang sheet project"
  WriteRegStr SHCTX "Software\Classes\${PROJECT_TYPE}\DefaultIcon" "" '$0,0'
  WriteRegStr SHCTX "Software\Classes\${PROJECT_TYPE}\shell\open\command" "" '$0 "%1"'
  WriteRegStr SHCTX "Software\Classes\.gangsheet" "" "${PROJECT_TYPE}"
  WriteRegStr SHCTX "Software\Classes\.gangsheet\OpenWithProgids" "${PROJECT_TYPE}" ""
  WriteRegStr SHCTX "Software\Classes\${ORDER_TYPE}" "" "Order for gang sheets"
  WriteRegStr SHCTX "Software\Classes\${ORDER_TYPE}\shell\open" "FriendlyAppName" "Gangsheet Studio"
  WriteRegStr SHCTX "Software\Classes\${ORDER_TYPE}\shell\open\command" "" '$0 "%1"'
  WriteRegStr SHCTX "Software\Classes\Applications\${PROGRAM}" "FriendlyAppName" "Gangsheet Studio"
  WriteRegStr SHCTX "Software\Classes\Applications\${PROGRAM}\shell\open\command" "" '$0 "%1"'
  WriteRegStr SHCTX "Software\Classes\Applications\${PROGRAM}\SupportedTypes" ".gangsheet" ""
  !macro OfferFor suffix
    WriteRegStr SHCTX "Software\Classes\${suffix}\OpenWithProgids" "${ORDER_TYPE}" ""
    WriteRegStr SHCTX "Software\Classes\Applications\${PROGRAM}\SupportedTypes" "${suffix}" ""
  !macroend
  !insertmacro OfferFor ".csv"
  !insertmacro OfferFor ".tsv"
  !insertmacro OfferFor ".xlsx"
  !insertmacro OfferFor ".json"
FunctionEnd

Function RegisterUninstaller
  StrCpy $0 '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "Gangsheet Studio"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "The Gangsheet Studio authors"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "URLInfoAbout" "${HOMEPAGE}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" "$0"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" "$0 /S"
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${KIB}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd

; ---- uninstaller

Function un.onInit
  SetRegView 64
  StrCpy $AllUsers 0
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $AllUsers 1
    Call un.IsAdministrator
    ${If} $0 = 0
      Call un.Relaunch
    ${EndIf}
  ${EndIf}
  !insertmacro UseContext
FunctionEnd

Function un.Relaunch
  ${If} ${Silent}
    !insertmacro Refuse 5 "Removing it for all users needs administrator rights."
  ${EndIf}
  ExecShell "runas" "$INSTDIR\uninstall.exe"
  Quit
FunctionEnd

Section "un.Gangsheet Studio"
  SetRegView 64
  !insertmacro RefuseInUse "$INSTDIR" "${PROGRAM}"
  !insertmacro RefuseInUse "$INSTDIR" "${COMMAND}"
  SetOutPath "$TEMP" ; a folder that a process stands in can't be removed
  !include "${LISTS}/uninstall.nsh"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/Upgrade" $R1
  ${If} ${Errors}
    Call un.Unregister
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
  ${EndIf}
SectionEnd

Function un.Unregister
  Delete "$SMPROGRAMS\Gangsheet Studio.lnk"
  Delete "$DESKTOP\Gangsheet Studio.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "Software\Classes\${PROJECT_TYPE}"
  DeleteRegKey SHCTX "Software\Classes\${ORDER_TYPE}"
  DeleteRegKey SHCTX "Software\Classes\Applications\${PROGRAM}"
  ${If} $AllUsers = 0 ; a user who never had another program has these from set-up
    DeleteRegKey /ifempty HKCU "Software\Classes\Applications"
    DeleteRegKey /ifempty HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall"
  ${EndIf}
  ReadRegStr $0 SHCTX "Software\Classes\.gangsheet" ""
  ${If} $0 == "${PROJECT_TYPE}"
    DeleteRegValue SHCTX "Software\Classes\.gangsheet" ""
  ${EndIf}
  !macro StopOffering suffix type
    DeleteRegValue SHCTX "Software\Classes\${suffix}\OpenWithProgids" "${type}"
    DeleteRegKey /ifempty SHCTX "Software\Classes\${suffix}\OpenWithProgids"
    DeleteRegKey /ifempty SHCTX "Software\Classes\${suffix}"
  !macroend
  !insertmacro StopOffering ".gangsheet" "${PROJECT_TYPE}"
  !insertmacro StopOffering ".csv" "${ORDER_TYPE}"
  !insertmacro StopOffering ".tsv" "${ORDER_TYPE}"
  !insertmacro StopOffering ".xlsx" "${ORDER_TYPE}"
  !insertmacro StopOffering ".json" "${ORDER_TYPE}"
  !insertmacro TellShell
FunctionEnd
